/** The pages: the conversation, what Signpost is, and what to read when a request fails. */
import { ROLES, type Role, type Values } from '../../src/incoming.ts';
import type { Reply } from '../../src/reply.ts';
import { ROLE_WORDS } from '../../src/role-words.ts';
import { askOf, besideFields } from './asks.ts';
import { newlineFirst } from './fields.ts';
import { type Html, html } from './html.ts';
import { safeAddress } from './markdown.ts';
import { renderReply } from './render.ts';
import type { Said, Turn, Visitor } from './visitors.ts';
import {
  BOX,
  count,
  KEEPS,
  LONGEST_ANSWER,
  LONGEST_QUESTION,
  NO_NAMES,
  NOT_KEPT,
  SAFEGUARDING,
  WROTE,
} from './words.ts';

/** Questions to start from, by role. */
export type Suggestions = Readonly<Partial<Record<Role, readonly string[]>>>;

/** Something the about page names as a source. */
export interface AboutSource {
  title: string;
  publisher?: string | undefined;
  url?: string | undefined;
  /** Under what terms it is used. */
  terms?: string | undefined;
}

/** What every page needs: the address of an asset, with its version. */
export type AssetAddress = (name: string) => string;

/** A problem, and where on the page to mend it or read of it. */
interface Problem {
  message: string;
  href: string;
}

/** What the conversation page shows. */
export interface Home {
  visitor: Visitor | undefined;
  /** What the bot says to somebody who has just come. */
  greeting?: Reply | undefined;
  suggestions: Suggestions;
  nonce: string;
  problem?: Problem | undefined;
  /** Words to put back in the question box. */
  text?: string | undefined;
  /** What was typed into the newest form, when it did not reach the core. */
  values?: Values | undefined;
  /** The newest turn with what was typed into the form it answers, when that is given back but not kept. */
  newest?: Turn | undefined;
}

/**
 * The conversation page.
 *
 * @param home what to show
 * @param asset where assets are
 * @returns a whole document
 */
export function homePage(home: Home, asset: AssetAddress): Html {
  const { visitor, nonce, problem, values } = home;
  const turns = visitor?.turns ?? [];
  const waits = isWaiting(visitor);
  const main = html`
${problem && errorSummary(problem)}
<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">
<h1 class="govuk-heading-l">Ask about SEND duties and the Local Offer</h1>
<p class="govuk-body">For staff and governors of mainstream schools in Stockton-on-Tees. Answers come only from cited cards, and each says whether it is law, guidance or local practice. A SENCO can also draft a ONE Point application here, step by step. This is not legal advice.</p>
<div class="safeguarding"><h2 class="govuk-visually-hidden">Safeguarding</h2><p class="govuk-body">${SAFEGUARDING}</p></div>
<details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">What Signpost keeps</span></summary><div class="govuk-details__text">${keeps()}</div></details>
<section aria-labelledby="conversation">
<h2 class="govuk-heading-m" id="conversation">Conversation</h2>
<div id="turns">${turns.length === 0 && greeting(home)}${turns.map((turn, at) =>
    at === turns.length - 1
      ? renderTurn(home.newest ?? turn, visitor, nonce, values)
      : renderTurn(turn, visitor, nonce),
  )}</div>
<p id="status" class="govuk-body status" role="status" aria-live="polite"></p>
</section>
<form method="post" action="/ask" id="ask" novalidate data-say="question">${questionBox(waits, nonce, home.text ?? '', problem?.href === '#question' ? problem.message : undefined)}</form>
<form method="post" action="/new" id="new"${turns.length === 0 && html` hidden`}><button class="govuk-button govuk-button--secondary">Clear this conversation</button></form>
</div><aside class="govuk-grid-column-one-third" aria-labelledby="aside">
<h2 class="govuk-heading-m" id="aside">To start from</h2>
${roleForm(visitor?.role, nonce, waits)}
<div id="suggestions">${suggestionList(home.suggestions, visitor?.role, nonce)}</div>
</aside></div>`;
  return layout('Ask about SEND duties', main, asset, {
    skipToQuestion: true,
    error: problem !== undefined,
  });
}

/**
 * One turn of the conversation.
 *
 * @param turn what was said and answered
 * @param visitor whose, for what was said to ratings
 * @param nonce for the forms inside
 * @param typed what the form inside is filled with, when that did not reach the core
 * @returns an article that can be focused, labelled by what was said (WCAG 2.2 SC 2.4.3, 4.1.3)
 */
export function renderTurn(
  turn: Turn,
  visitor: Visitor | undefined,
  nonce: string,
  typed?: Values,
): Html {
  const id = `turn-${turn.number}`;
  const { blocks, problems } = besideFields(turn.reply.blocks, turn.values);
  const values = turn.values ?? typed;
  // An answer that led on to the next question is only a line in the conversation.
  const done =
    /^(?:answered|wrote)$/.test(turn.said.kind) &&
    turn.reply.blocks.every(({ kind }) => kind === 'text');
  return html`<article class="turn${done && ' turn--done'}" id="${id}" tabindex="-1" aria-labelledby="${id}-said">${said(turn.said, `${id}-said`)}<div class="reply">${
    blocks.length === 0
      ? html`<p class="govuk-body">Signpost has nothing to add to that.</p>`
      : renderReply(blocks, {
          id,
          level: 4,
          nonce,
          files: turn.files,
          problems,
          ...(visitor && { thanks: visitor.thanks }),
          ...(values && { values }),
        })
  }</div></article>`;
}

/**
 * The suggested questions for a role, each a button that asks it.
 *
 * @param suggestions by role
 * @param role the visitor's; those for everyone otherwise
 * @param nonce for the forms
 * @returns a list, or nothing when there are none
 */
export function suggestionList(
  suggestions: Suggestions,
  role: Role | undefined,
  nonce: string,
): Html {
  const list = (role && suggestions[role]) ?? suggestions.everyone ?? [];
  if (list.length === 0) return html``;
  const title =
    role && suggestions[role]
      ? `Questions for a ${ROLE_WORDS[role].label.replace(/^[A-Z](?=[a-z])/, (c) => c.toLowerCase())}`
      : 'Questions people ask';
  return html`<h3 class="govuk-heading-s">${title}</h3><ul class="govuk-list suggestions">${list.map(
    (text) =>
      html`<li><form method="post" action="/ask" data-say>${hiddenNonce(nonce)}<button class="suggestion" name="text" value="${text}">${text}</button></form></li>`,
  )}</ul>`;
}

/**
 * The page about the bot.
 *
 * @param about who to write to and what the cards are made from
 * @param asset where assets are
 * @returns a whole document
 */
export function aboutPage(
  about: { contact?: string | undefined; sources?: readonly AboutSource[] | undefined },
  asset: AssetAddress,
): Html {
  const main = html`<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">
<h1 class="govuk-heading-l">About Signpost</h1>
<div class="safeguarding"><h2 class="govuk-visually-hidden">Safeguarding</h2><p class="govuk-body">${SAFEGUARDING}</p></div>
<h2 class="govuk-heading-m">What it is</h2>
<p class="govuk-body">Signpost answers questions from staff and governors of mainstream schools in Stockton-on-Tees about their duties to children with special educational needs and disabilities (SEND), and about the Local Offer. It also helps a SENCO to draft an application, step by step.</p>
<p class="govuk-body">Every statement comes from a card in its knowledge base, and shows its source and the date it was last checked. Each duty says how far it binds: required by law, a condition of funding, advised by statutory guidance, asked for locally, or good practice. When no card answers, Signpost says so and points to who can.</p>
<p class="govuk-body">It is not legal advice, and it does not make decisions about any child. Read the source before you act on an answer.</p>
<h2 class="govuk-heading-m" id="keeps">What it keeps</h2>
${keeps()}
<p class="govuk-body">The cookie is needed for the page to work, so you are not asked about it. There are no other cookies, no analytics, and nothing is loaded from any other site.</p>
<h2 class="govuk-heading-m">Sources and terms</h2>
<p class="govuk-body">Legislation and government guidance are Crown copyright, used under the <a class="govuk-link" rel="noreferrer" href="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/">Open Government Licence v3.0</a>. Other sources belong to their publishers; the cards say what they mean in our own words and link to them.</p>
${
  about.sources &&
  about.sources.length > 0 &&
  html`<ul class="govuk-list govuk-list--bullet">${about.sources.map((source) => {
    const href = safeAddress(source.url ?? '');
    return html`<li>${href === undefined ? source.title : html`<a class="govuk-link" rel="noreferrer" href="${href}">${source.title}</a>`}${source.publisher && `, ${source.publisher}`}${source.terms && html`. <span class="sources__about">${source.terms}</span>`}</li>`;
  })}</ul>`
}
<h2 class="govuk-heading-m">Accessibility and help</h2>
<p class="govuk-body">The page is made to meet WCAG 2.2 level AA and works without JavaScript.${about.contact && html` To report a mistake or ask for help, write to <a class="govuk-link" href="mailto:${about.contact}">${about.contact}</a>.`}</p>
<p class="govuk-body"><a class="govuk-link" href="/">Ask a question</a></p>
</div></div>`;
  return layout('About', main, asset);
}

/**
 * A plain page for a request that failed.
 *
 * @param title what happened, in a few words
 * @param message what happened and what to do
 * @param asset where assets are
 * @returns a whole document
 */
export function problemPage(title: string, message: string, asset: AssetAddress): Html {
  const main = html`<h1 class="govuk-heading-l">${title}</h1><p class="govuk-body">${message}</p><p class="govuk-body"><a class="govuk-link" href="/">Go to Signpost</a></p>`;
  return layout(title, main, asset);
}

function layout(
  title: string,
  main: Html,
  asset: AssetAddress,
  { skipToQuestion = false, error = false } = {},
): Html {
  return html`<!DOCTYPE html>
<html lang="en-GB" class="govuk-template">
<head>
<meta charset="utf-8">
<title>${error && 'Error: '}${title} - Signpost</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="${asset('icon.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${asset('govuk-frontend.min.css')}">
<link rel="stylesheet" href="${asset('page.css')}">
<script type="module" src="${asset('page.js')}"></script>
</head>
<body class="govuk-template__body">
<a href="#main" class="govuk-skip-link">Skip to main content</a>
${skipToQuestion && html`<a href="#question" class="govuk-skip-link">Skip to the question box</a>`}
<header class="site-header"><div class="govuk-width-container site-header__inner"><a class="site-header__name" href="/">Signpost</a><nav aria-label="Signpost"><a class="site-header__link" href="/about">About</a></nav></div></header>
<div class="govuk-width-container"><main class="govuk-main-wrapper" id="main" tabindex="-1">${main}</main></div>
<footer class="site-footer"><div class="govuk-width-container"><p class="govuk-body-s">Answers come only from cited cards and are not legal advice. <a class="govuk-link" href="/about">What Signpost is and keeps</a></p></div></footer>
</body>
</html>
`;
}

/**
 * Whether the newest reply asks something, so that what is typed may be its answer.
 *
 * @param visitor whose conversation
 * @returns true while a form of the bot is open
 */
export function isWaiting(visitor: Visitor | undefined): boolean {
  const newest = visitor?.turns.at(-1);
  return newest !== undefined && askOf(newest.reply) !== undefined;
}

/**
 * The inside of the form with the main box.
 *
 * @param waits whether a question of the bot waits for an answer
 * @param nonce for the form
 * @param text what the box holds
 * @param problem why the words in it were not taken
 * @returns the box with its label, hint and button
 */
export function questionBox(waits: boolean, nonce: string, text = '', problem?: string): Html {
  const { label, hint, button } = waits ? BOX.answer : BOX.ask;
  const limit = waits ? LONGEST_ANSWER : LONGEST_QUESTION;
  return html`${hiddenNonce(nonce)}
<div class="govuk-form-group${problem && ' govuk-form-group--error'} govuk-character-count" data-module="govuk-character-count" data-maxlength="${limit}" data-threshold="75">
<label class="govuk-label govuk-label--m" for="question">${label}</label>
<div id="question-hint" class="govuk-hint">${hint !== '' && `${hint} `}${NO_NAMES}</div>
${problem && html`<p id="question-error" class="govuk-error-message"><span class="govuk-visually-hidden">Error: </span>${problem}</p>`}
<textarea class="govuk-textarea govuk-js-character-count${problem && ' govuk-textarea--error'}" id="question" name="text" rows="3" autocomplete="off" aria-describedby="question-hint question-info${problem && ' question-error'}"${problem && html` aria-invalid="true"`}>${newlineFirst(text)}</textarea>
<div id="question-info" class="govuk-hint govuk-character-count__message">You can enter up to ${count(limit)} characters</div>
</div>
<button class="govuk-button">${button}</button>`;
}

/** Telling a role is no answer, so it is not offered while a question waits for one. */
function roleForm(role: Role | undefined, nonce: string, waits: boolean): Html {
  const offered = ROLES.filter((one) => one !== 'everyone');
  return html`<form method="post" action="/ask" class="role" id="role-form" data-say${waits && html` hidden`}>${hiddenNonce(nonce)}<div class="govuk-form-group"><label class="govuk-label" for="role">Your role</label><select class="govuk-select" id="role" name="role"><option value="">Choose a role</option>${offered.map((one) => html`<option value="${one}"${one === role && html` selected`}>${ROLE_WORDS[one].label}</option>`)}</select></div><button class="govuk-button govuk-button--secondary">Set my role</button></form>`;
}

function greeting(home: Home): Html {
  const blocks = home.greeting?.blocks ?? [];
  if (blocks.length === 0) {
    return html`<p class="govuk-body">Nothing has been asked yet.</p>`;
  }
  return html`<div class="turn reply" id="greeting">${renderReply(blocks, { id: 'greeting', level: 3, nonce: home.nonce })}</div>`;
}

function said(what: Said, id: string): Html {
  const heading = (contents: Html) =>
    html`<h3 class="govuk-heading-s said" id="${id}" dir="auto">${contents}</h3>`;
  switch (what.kind) {
    case 'asked': {
      const characters = [...what.text];
      return characters.length <= 160
        ? heading(html`<span class="said__who">You:</span> ${what.text}`)
        : html`${heading(html`<span class="said__who">You:</span> ${characters.slice(0, 120).join('')}…`)}<p class="govuk-body said__whole" dir="auto">${what.text}</p>`;
    }
    case 'chose':
      return heading(html`<span class="said__who">You chose:</span> ${what.label || 'a button'}`);
    case 'answered':
      return heading(
        html`<span class="said__who">You answered:</span> ${what.questions.length === 1 ? what.questions[0] : `${what.questions.length} questions`}`,
      );
    case 'wrote':
      return heading(html`<span class="said__who">You:</span> ${WROTE}`);
    case 'not kept':
      return heading(html`<span class="said__who">You:</span> ${NOT_KEPT}`);
    default:
      return what satisfies never;
  }
}

function errorSummary({ message, href }: Problem): Html {
  return html`<div class="govuk-error-summary" data-module="govuk-error-summary"><div role="alert"><h2 class="govuk-error-summary__title">There is a problem</h2><div class="govuk-error-summary__body"><ul class="govuk-list govuk-error-summary__list"><li><a href="${href}">${message}</a></li></ul></div></div></div>`;
}

function keeps(): Html {
  return html`<ul class="govuk-list govuk-list--bullet">${KEEPS.map((one) => html`<li>${one}</li>`)}<li>${NO_NAMES} Signpost never needs to know who a child is.</li></ul>`;
}

function hiddenNonce(nonce: string): Html {
  return html`<input type="hidden" name="nonce" value="${nonce}">`;
}
