/** The app or its settings cannot be started as they are; the message says what to change, a stack would not help. */
export class HostStartError extends Error {
  override readonly name = 'HostStartError';
}
