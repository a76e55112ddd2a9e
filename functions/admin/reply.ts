import type { HttpResponseInit } from '@azure/functions';

/** An answer that is not simply JSON with status 200. */
export class Reply {
  readonly init: HttpResponseInit;

  constructor(init: HttpResponseInit) {
    this.init = init;
  }
}
