/**
 * What becomes of a modal when it is sent in.
 *
 * Source: docs.slack.dev/surfaces/modals#responding_to_view_submissions.
 */

import { complete } from './blocks.ts';
import { blocksOf, isObject, type Json } from './json.ts';
import type { SlackView } from './reading.ts';
import { refuseView } from './refuse.ts';
import type { Team } from './team.ts';

/**
 * Does to a modal what the bot answered.
 *
 * @param team the workspace
 * @param view the modal that was sent in
 * @param answer the bot's answer; none closes the modal
 * @throws when the answer holds a view Slack would not show
 */
export function applyToModal(team: Team, view: SlackView, answer: Json): void {
  const { views } = team.emulator.tables;
  const row = views.findOneBy('view_id', view.id);
  if (row === undefined) return;
  switch (answer.response_action) {
    case 'errors':
      return;
    case 'clear':
      for (const each of views.findBy('user_id', view.user)) {
        if (each.type === 'modal') views.delete(each.id);
      }
      return;
    case 'update':
      views.update(row.id, shownView(answer.view));
      return;
    case 'push': {
      const { id: _id, ...below } = row;
      const id = `V0${String(Date.now())}${views.all().length}`;
      views.insert({ ...below, view_id: id, previous_view_id: view.id, ...shownView(answer.view) });
      return;
    }
    default:
      views.delete(row.id);
  }
}

function shownView(view: unknown): Json {
  const refused = refuseView(view);
  if (refused !== undefined || !isObject(view)) {
    throw new Error(`Slack would not show this view: ${JSON.stringify(refused)}`);
  }
  return { ...view, blocks: complete(blocksOf(view.blocks)) };
}
