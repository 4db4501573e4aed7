/**
 * How Teams says no.
 *
 * Source: "Status codes from bot conversational APIs" in learn.microsoft.com/microsoftteams, and for
 * what has none there the error that people report.
 */

import type { Json } from './json.ts';

/** An answer before it is sent. */
export interface Reply {
  status: number;
  body?: Json | string;
  headers?: Record<string, string>;
}

const MESSAGES = {
  BadArgument: [400, 'Invalid request payload.'],
  BadSyntax: [400, 'Activity must include non empty text or attachments.'],
  Unauthorized: [401, 'Authorization has been denied for this request.'],
  BotNotInConversationRoster: [403, 'The bot is not part of the conversation roster.'],
  ForbiddenOperationException: [403, "Bot is not installed in user's personal scope"],
  ConversationNotFound: [404, 'Conversation not found.'],
  ActivityNotFoundInConversation: [404, 'The activity was not found in the conversation.'],
  MemberNotFoundInConversation: [404, 'The member was not found in the conversation.'],
  PreconditionFailed: [412, 'Precondition failed, please try again.'],
  MessageSizeTooBig: [413, 'Message size too large.'],
  Throttled: [429, 'Too many requests.'],
  ServiceError: [500, 'Unknown'],
  BadGateway: [502, 'Failed to send message.'],
  ServiceUnavailable: [503, 'Service is unavailable.'],
  GatewayTimeout: [504, 'Gateway timeout.'],
} as const satisfies Record<string, [status: number, message: string]>;

export type Code = keyof typeof MESSAGES;

/**
 * Makes a refusal.
 *
 * @param code Teams' word for it
 * @param message what it says, where that is not what it mostly says
 * @returns the refusal
 */
export function refuse(code: Code, message?: string): Reply {
  const [status, usual] = MESSAGES[code];
  return { status, body: { error: { code, message: message ?? usual } } };
}
