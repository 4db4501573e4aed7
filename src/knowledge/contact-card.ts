import type { Card } from './card.ts';
import type { Contact } from './lists.ts';

/**
 * A contact as a card, so that "what is the number for …" is searched like any question. A contact
 * whose number or address opens a written card needs none of its own.
 *
 * @returns one card for each remaining contact; one that is not held is a card that declines
 */
export function contactCards(contacts: readonly Contact[], cards: readonly Card[]): Card[] {
  return contacts
    .filter((contact) => contact.asks.length > 0 && !opensACard(contact, cards))
    .map((contact): Card => {
      const held = contact.confidence !== 'none';
      return {
        id: `contact-${contact.id}`,
        file: 'contacts.yaml',
        title: contact.name,
        for: ['everyone'],
        settings: [],
        force: 'context',
        status: 'in force',
        sources: contact.sources,
        read: [contact.read],
        confidence: contact.confidence === 'none' ? 'low' : contact.confidence,
        ...(contact.caution && { caution: contact.caution }),
        differs: [],
        asks: contact.asks,
        yes: [],
        no: [],
        holds: held,
        related: [],
        list: false,
        checked: contact.checked,
        review: contact.checked,
        owner: 'SEND team',
        lead: `${contact.name}: ${contact.detail.replace(/\.$/, '')}.`,
        rest: '',
      };
    });
}

function opensACard(contact: Contact, cards: readonly Card[]): boolean {
  const ways = [contact.email, contact.phone].filter((way) => way !== undefined);
  return ways.some((way) => cards.some((card) => card.lead.includes(way)));
}
