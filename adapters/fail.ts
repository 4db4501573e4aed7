/** By itself, so that backing up and restoring need nothing of the bot, whatever state it is in. */

/** Ends the program with one clear sentence and no stack. */
export function failClearly(error: unknown): never {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
