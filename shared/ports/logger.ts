/** Operational log (console, Application Insights). Never holds a secret or a personal datum: objects appear by their ids. */
export interface Logger {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
