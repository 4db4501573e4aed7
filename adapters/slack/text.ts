/** Text as Slack writes it and as people type it there. */

import { asTyped, type IsCardLink, written } from '../../src/written.ts';

/** Our Markdown for a `markdown` block. */
export function toMarkdown(text: string, isCardLink: IsCardLink): string {
  return written(text, isCardLink, {
    bold: (inside) => `**${inside}**`,
    link: (label, address) => `[${label}](${address})`,
    bullet: '- ',
  });
}

/** The same for a section or a context element, in Slack's own mrkdwn. */
export function toMrkdwn(text: string, isCardLink: IsCardLink): string {
  return written(text, isCardLink, {
    bold: (inside) => `*${inside}*`,
    link: (label, address) => `<${address}|${label}>`,
    bullet: '• ',
  });
}

/**
 * What a person typed, as they meant it: Slack's entities and its forms of links and mentions undone.
 *
 * @param text of a message or a command
 */
export function plain(text: string): string {
  const said = text
    .replace(/<([^<>\n]{1,3000})>/g, (_, inside: string) => {
      const [target = '', label] = inside.split('|', 2);
      if (label !== undefined && label !== '') return /^#/.test(target) ? `#${label}` : label;
      if (/^@/.test(target)) return '@someone';
      if (/^#/.test(target)) return '#channel';
      if (/^!/.test(target)) return target.replace(/^!(?:subteam\^)?/, '@');
      return target.replace(/^mailto:/, '');
    })
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
  return asTyped(said).trim();
}
