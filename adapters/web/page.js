// Makes the page quicker, never possible: every form here works without this script.
// A form marked data-say is sent by fetch, and the answer is put at the end of the conversation.
import { CharacterCount, createAll, ErrorSummary } from './govuk-frontend.min.js';

document.body.classList.add('js-enabled', 'govuk-frontend-supported');
createAll(CharacterCount);
createAll(ErrorSummary);

const status = document.getElementById('status');
const turns = document.getElementById('turns');
const question = document.getElementById('question');
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
question?.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  question.form.requestSubmit();
});
const hint = document.getElementById('question-hint');
if (hint) hint.append(' Press Enter to send, or Shift and Enter for a new line.');

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
  // Only what was sent is cleared: words typed while waiting stay.
  if (form.dataset.say === 'question' && !answer.keepText && question.value === fields.text) {
    question.value = '';
    question.dispatchEvent(new Event('input', { bubbles: true }));
    question.dispatchEvent(new Event('keyup', { bubbles: true }));
  }
  announce('Signpost has answered.');
  const turn = document.getElementById(answer.id);
  turn?.focus({ preventScroll: true });
  turn?.scrollIntoView({ block: 'start' });
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
  const box = form.dataset.say === 'question' ? question : undefined;
  const error = document.createElement('p');
  error.className = 'govuk-error-message';
  error.id = box ? 'question-error' : `error-${randomNonce()}`;
  const word = document.createElement('span');
  word.className = 'govuk-visually-hidden';
  word.textContent = 'Error: ';
  error.append(word, message);
  error.setAttribute('role', 'alert');
  announce('');
  if (box) {
    box.before(error);
    box.closest('.govuk-form-group').classList.add('govuk-form-group--error');
    box.classList.add('govuk-textarea--error');
    box.setAttribute('aria-invalid', 'true');
    describe(box, 'add');
    box.focus();
  } else {
    form.prepend(error);
    error.tabIndex = -1;
    error.focus();
  }
}

function clearError(form) {
  for (const error of form.querySelectorAll('.govuk-error-message')) error.remove();
  if (form.dataset.say !== 'question') return;
  question.closest('.govuk-form-group').classList.remove('govuk-form-group--error');
  question.classList.remove('govuk-textarea--error');
  question.removeAttribute('aria-invalid');
  describe(question, 'remove');
}

function describe(box, change) {
  const ids = new Set(box.getAttribute('aria-describedby')?.split(' '));
  if (change === 'add') ids.add('question-error');
  else ids.delete('question-error');
  box.setAttribute('aria-describedby', [...ids].join(' '));
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

function announce(text) {
  if (status) status.textContent = text;
}

function randomNonce() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
