/** The pages after an installation by OAuth. */

import type { ServerResponse } from 'node:http';

/** What a person reads after an installation. */
interface Page {
  title: string;
  says: string;
}

/** It worked, and what comes next. */
export const INSTALLED: Page = {
  title: 'Signpost is installed',
  says: 'You can close this page. In Slack, open Signpost under Apps and ask it a question, or invite it to a channel and mention it there. Where the whole organisation installed it, an administrator adds it to each workspace first.',
};

const AGAIN = 'Open <a href="/slack/install">/slack/install</a> in this browser to start again.';

/**
 * @param error by its code alone
 * @returns a page that says why nothing was installed and what to do, and nothing of what was sent
 */
export function failedPage({ code }: { code: string }): [status: number, page: Page] {
  const title = 'Signpost is not installed';
  switch (code) {
    case 'slack_oauth_installer_authorization_error':
      return [
        403,
        { title, says: `It was not allowed in Slack, so nothing was changed. ${AGAIN}` },
      ];
    case 'slack_oauth_missing_state':
    case 'slack_oauth_invalid_state':
    case 'slack_oauth_missing_code':
    case 'slack_oauth_unknown_error':
      return [
        400,
        {
          title,
          says: `The link was used before, is older than ten minutes, or was begun in another browser. ${AGAIN}`,
        },
      ];
    default:
      return [
        502,
        {
          title,
          says: `Slack did not confirm it. ${AGAIN} If that does not help, ask whoever runs Signpost to look in its log.`,
        },
      ];
  }
}

/** Sends a page that loads nothing and is kept nowhere. */
export function showPage(response: ServerResponse, status: number, { title, says }: Page): void {
  response
    .writeHead(status, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': "default-src 'none'",
      'Cache-Control': 'no-store',
      // The address of this page holds what Slack sent with it.
      'Referrer-Policy': 'no-referrer',
    })
    .end(
      `<!doctype html><html lang="en-GB"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><h1>${title}</h1><p>${says}</p></html>`,
    );
}
