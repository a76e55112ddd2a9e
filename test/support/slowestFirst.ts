import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Folders whose files take longest, the longest first. The rest come last, in the runner's own order. */
const SLOW = ['chaos', 'scenario', 'browser', 'scale', 'functions', 'contract', 'unit/local', 'unit/engine'];

/** Long files first, so that in the end no worker is left alone with one. */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const placeOf = ({ moduleId }: TestSpecification) => {
      const place = SLOW.findIndex((folder) => moduleId.includes(`/test/${folder}/`));
      return place === -1 ? SLOW.length : place;
    };
    return sorted.toSorted((one, other) => placeOf(one) - placeOf(other));
  }
}
