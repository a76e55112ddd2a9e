/** Something that is in the configuration, but not as it was in the schema. */
export interface Change {
  /** E.g. `users: title`. */
  readonly where: string;
  readonly from: string;
  readonly to: string;
  readonly why: string;
}

/** Something that is not in the configuration. */
export interface Loss {
  readonly where: string;
  readonly what: string;
  /** What a person can do about it. */
  readonly todo: string;
  /** Without it too many or the wrong people would be provisioned, so that nothing must run before a person has decided. */
  readonly holds: boolean;
}

/** What an import has to tell, gathered on the way. */
export class Findings {
  readonly changed: Change[] = [];
  readonly lost: Loss[] = [];

  change(where: string, from: string, to: string, why: string): void {
    this.changed.push({ where, from, to, why });
  }

  lose(where: string, what: string, todo: string): void {
    this.lost.push({ where, what, todo, holds: false });
  }

  /** Takes back what was lost at a place, to say it in another way; gives what was said. */
  takeBack(where: string): string {
    const said = this.lost.filter((loss) => loss.where === where);
    this.lost.splice(0, this.lost.length, ...this.lost.filter((loss) => loss.where !== where));
    return said.map(({ what }) => what).join(' ');
  }

  /** As `lose`, and the configuration is switched off. */
  hold(where: string, what: string, todo: string): void {
    this.lost.push({ where, what, todo, holds: true });
  }
}
