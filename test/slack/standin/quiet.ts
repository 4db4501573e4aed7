/** A logger that says nothing, for tests in which things go wrong on purpose. */

import { LogLevel } from '@slack/bolt';

export const quiet = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};
