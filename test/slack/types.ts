/** What Slack's own types say of our blocks: the compiler compares, so that a typing slip is no blank message. */

import type { types } from '@slack/bolt';
import type { SlackBlock } from '../../adapters/slack/blocks.ts';

/**
 * Our blocks as Slack types them.
 *
 * @returns the same blocks; what matters is that this compiles
 */
export function asSlackTypesThem(blocks: SlackBlock[]): types.KnownBlock[] {
  return blocks;
}
