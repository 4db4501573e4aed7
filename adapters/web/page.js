// Makes the page quicker, never possible: every form here works without this script.
// A form marked data-say is sent by fetch, and the answer is put at the end of the conversation.
import { CharacterCount, createAll, ErrorSummary } from './govuk-frontend.min.js';

document.body.classList.add('js-enabled', 'govuk-frontend-supported');
createAll(CharacterCount);
createAll(ErrorSummary);

const status = document.getElementById('status');
const turns = document.getElementById('turns');
const ask = document.getElementById('ask');
const WAIT = 60_000;
const FAILED =
  'The message could not be sent. Nothing has been lost: check your connection and try again.';

/** A form that failed keeps its nonce while what it says stays the same, so that sending it again is still one delivery. */
const unsent = new WeakMap();
let busy = false;

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.hasAttribute('data-say')) return;
  event.preventDefault();
  if (busy) return announce('Please wait: Signpost is still answering.');
  send(form, event.submitter);
});

// Enter sends, as in any chat; Shift and Enter makes a new line. Not while composing a character.
ask?.addEventListener('keydown', (event) => {
  if (event.target.id !== 'question') return;
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  ask.requestSubmit();
});
sayKeys();
goTo(document.getElementById(location.hash.slice(1)));

function sayKeys() {
  document
    .getElementById('question-hint')
    ?.append(' Press Enter to send, or Shift and Enter for a new line.');
}

/** The main box is found anew each time, since it is replaced when a question begins or ends waiting. */
function box() {
  return document.getElementById('question');
}

async function send(form, submitter) {
  const fields = read(form, submitter);
  const said = JSON.stringify(fields);
  const before = unsent.get(form);
  const nonce = before?.said === said ? before.nonce : randomNonce();
  unsent.set(form, { said, nonce });
  clearError(form);
  setBusy(form, true);
  announce('Signpost is looking for the answer…');
  try {
    const action = form.getAttribute('action');
    const response = await fetch(action === '/ask' ? '/say' : action, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify({ ...fields, nonce }),
      signal: AbortSignal.timeout(WAIT),
    });
    const answer = await response.json();
    if (!response.ok) throw new Problem(answer.error);
    unsent.delete(form);
    if (form.dataset.say === 'rating') showThanks(form, answer);
    else showTurn(form, fields, answer);
  } catch (error) {
    showError(form, error instanceof Problem ? error.message : FAILED);
  } finally {
    setBusy(form, false);
  }
}

class Problem extends Error {}

function read(form, submitter) {
  const data = new FormData(form);
  if (submitter?.name) data.append(submitter.name, submitter.value);
  const fields = {};
  for (const name of new Set(data.keys())) {
    const values = data.getAll(name);
    fields[name] = values.length === 1 ? values[0] : values;
  }
  return fields;
}

function showTurn(form, fields, answer) {
  document.getElementById('greeting')?.remove();
  for (const empty of turns.querySelectorAll(':scope > p')) empty.remove();
  turns.insertAdjacentHTML('beforeend', answer.html);
  document.getElementById('new')?.removeAttribute('hidden');
  if (answer.suggestions !== undefined) {
    document.getElementById('suggestions').innerHTML = answer.suggestions;
  }
  if (answer.closed) {
    const before = document.getElementById(answer.closed.id);
    if (before) before.outerHTML = answer.closed.html;
  }
  // Only what was sent is cleared: words typed while waiting stay.
  const sent = form.dataset.say === 'question' && !answer.keepText && box().value === fields.text;
  fillBox(sent ? '' : box().value, answer);
  const turn = document.getElementById(answer.id);
  if (!turn) return;
  const asks = turn.querySelector('form.ask') !== null;
  announce(asks && answer.says ? answer.says : 'Signpost has answered.', asks);
  goTo(turn, answer.answered);
}

/** Puts words in the main box, which is another while a question waits: an answer may be longer. */
function fillBox(text, { box: other, waits }) {
  if (other === undefined && box().value === text) return;
  if (other !== undefined) {
    ask.innerHTML = other;
    createAll(CharacterCount, {}, ask);
    sayKeys();
    document.getElementById('role-form')?.toggleAttribute('hidden', waits);
  }
  box().value = text;
  box().dispatchEvent(new Event('input', { bubbles: true }));
  box().dispatchEvent(new Event('keyup', { bubbles: true }));
}

/**
 * Takes the reader to a new turn: to its question when there is one, so that the next answer can be
 * typed at once, or to the turn itself when there is much to read before the question.
 */
function goTo(turn, answered) {
  if (!turn?.matches('.turn')) return;
  turn.scrollIntoView({ block: 'start' });
  const form = turn.querySelector('form.ask');
  const field =
    form?.querySelector('.govuk-form-group--error :is(input, textarea):not([type="hidden"])') ??
    form?.querySelector(':is(input, textarea):not([type="hidden"])');
  const seen = () => field.getBoundingClientRect().bottom <= innerHeight;
  if (field && !seen() && answered) form.scrollIntoView({ block: 'start' });
  (field && (answered || seen()) ? field : turn).focus({ preventScroll: true });
}

function showThanks(form, answer) {
  const thanks = document.createElement('div');
  thanks.className = 'block rating';
  thanks.id = form.id;
  thanks.tabIndex = -1;
  thanks.innerHTML = answer.html;
  form.replaceWith(thanks);
  announce('');
  thanks.focus();
}

function showError(form, message) {
  const into = form.dataset.say === 'question' ? box() : undefined;
  const error = document.createElement('p');
  error.className = 'govuk-error-message';
  error.id = into ? 'question-error' : `error-${randomNonce()}`;
  const word = document.createElement('span');
  word.className = 'govuk-visually-hidden';
  word.textContent = 'Error: ';
  error.append(word, message);
  error.setAttribute('role', 'alert');
  announce('');
  if (into) {
    into.before(error);
    into.closest('.govuk-form-group').classList.add('govuk-form-group--error');
    into.classList.add('govuk-textarea--error');
    into.setAttribute('aria-invalid', 'true');
    describe(into, 'add');
    into.focus();
  } else {
    form.prepend(error);
    error.tabIndex = -1;
    error.focus();
  }
}

function clearError(form) {
  // A form of the bot comes back anew; only what this script put there itself is taken away.
  const own = form.dataset.say === 'question' ? '' : ':scope > ';
  for (const error of form.querySelectorAll(`${own}.govuk-error-message`)) error.remove();
  if (form.dataset.say !== 'question') return;
  box().closest('.govuk-form-group').classList.remove('govuk-form-group--error');
  box().classList.remove('govuk-textarea--error');
  box().removeAttribute('aria-invalid');
  describe(box(), 'remove');
}

function describe(into, change) {
  const ids = new Set(into.getAttribute('aria-describedby')?.split(' '));
  if (change === 'add') ids.add('question-error');
  else ids.delete('question-error');
  into.setAttribute('aria-describedby', [...ids].join(' '));
}

// Buttons stay focusable while waiting, so that the keyboard's place is not lost.
function setBusy(form, on) {
  busy = on;
  turns.setAttribute('aria-busy', String(on));
  for (const button of form.querySelectorAll('button')) {
    if (on) button.setAttribute('aria-disabled', 'true');
    else button.removeAttribute('aria-disabled');
  }
}

/** Says something aloud; what stands on the page already is not shown again. */
function announce(text, unseen = false) {
  if (!status) return;
  status.classList.toggle('govuk-visually-hidden', unseen);
  status.textContent = text;
}

function randomNonce() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
