import type { Outcome, RestCall } from '../transport/call';
import type { PortalError } from '../transport/errors';
import { catalogEvent } from './catalog';

/** One handler of one event, as event.bind and event.unbind name it (rest.md 5.1, 5.2). */
export interface Binding {
	readonly event: string;
	/** Where the portal posts the event; offline events have none. */
	readonly handler?: string;
	readonly eventType?: 'online' | 'offline';
	/** The user whose token comes with the event; absent: the one who acted. */
	readonly authType?: number;
	/** Source key of offline events. */
	readonly authConnector?: string;
	/** Seconds between two ONOFFLINEEVENT. */
	readonly minTimeout?: number;
}

/** What is wrong with an input, and what to do. */
export interface Fault {
	readonly message: string;
	readonly advice: string;
}

/** Length of the portal's column for the address of a handler, in characters. */
const MAX_HANDLER_LENGTH = 255;

export function bindCall(binding: Binding): RestCall {
	const { minTimeout } = binding;
	return {
		method: 'event.bind',
		params: {
			...common(binding),
			auth_type: binding.authType,
			options: minTimeout === undefined ? undefined : { minTimeout },
		},
		// The source key belongs to the request, not to the method: a command of a batch has none.
		alone: binding.authConnector !== undefined,
	};
}

/**
 * Without a user, an administrator's call removes the bindings of all users of this event and
 * handler. A user must go as a number: the portal refuses somebody's own id as text, which it would
 * become in a batch (rest.md 5.2).
 */
export function unbindCall(binding: Binding): RestCall {
	return {
		method: 'event.unbind',
		params: { ...common(binding), auth_type: binding.authType },
		alone: binding.authType !== undefined || binding.authConnector !== undefined,
	};
}

/** Whether event.bind was refused only because the very same binding exists (rest.md 5.1, row 11). */
export function isAlreadyBound(error: PortalError): boolean {
	return error.code === 'ERROR_CORE' && /already bind/i.test(error.original ?? '');
}

/**
 * Says precisely why an event was not found: the portal gives one answer for an event that does not
 * exist and for one whose permission the application lacks (rest.md 5.1, row 9).
 */
export function explainBinding(outcome: Outcome, event: string): Outcome {
	if (outcome.ok || outcome.error.code !== 'ERROR_EVENT_NOT_FOUND') return outcome;
	const known = catalogEvent(event);
	if (known === undefined) {
		return {
			ok: false,
			error: {
				...outcome.error,
				message: `Bitrix24 does not know the event ${event}.`,
				advice: 'Choose an event from the list, or check the spelling of its code.',
			},
		};
	}
	return {
		ok: false,
		error: {
			...outcome.error,
			message: `The application may not receive the event ${event} (${known.title}).`,
			advice: `It needs the permission ${known.scope}: add it to the application in Bitrix24, save it and connect the credential again.`,
		},
	};
}

/** Finds what Bitrix24 would refuse in the code of an event, before it is asked. */
export function eventFault(event: string): Fault | undefined {
	if (event === '') {
		return {
			message: 'No event is chosen.',
			advice: 'Choose one from the list, or give its code.',
		};
	}
	const wrong = /[^A-Za-z0-9_.:-]/u.exec(event)?.[0];
	if (wrong === undefined) return undefined;
	return {
		message: `The event code "${event}" holds a character that no event has: ${nameCharacter(wrong)}.`,
		advice: 'Choose the event from the list, or type its code anew, such as ONCRMDEALADD.',
	};
}

/**
 * Finds what Bitrix24 would refuse in a handler's address (rest.md 5.1, rows 6 to 8).
 *
 * @param maxLength characters that the portal keeps; those of an event's handler unless told
 */
export function handlerFault(handler: string, maxLength = MAX_HANDLER_LENGTH): Fault | undefined {
	const reachable =
		'It must be an address that Bitrix24 can reach from the internet, such as https://n8n.example.com/webhook/…';
	if (handler === '') {
		return { message: 'The address of the handler is empty.', advice: `${reachable}.` };
	}
	if (!URL.canParse(handler)) {
		return { message: `"${handler}" is not an address.`, advice: `${reachable}.` };
	}
	const url = new URL(handler);
	if (!/^https?:/.test(handler)) {
		return {
			message: `The address of the handler begins with ${handler.split(':')[0] ?? ''}: instead of https: or http:.`,
			advice: `${reachable}.`,
		};
	}
	if (url.hostname.indexOf('.') < 1) {
		return {
			message: `Bitrix24 cannot reach a handler on "${url.hostname}".`,
			advice: `${reachable}. For a trigger, set the environment variable N8N_WEBHOOK_URL (older n8n: WEBHOOK_URL) to n8n's public address.`,
		};
	}
	if (handler.length > maxLength) {
		return {
			message: `The address of the handler has ${handler.length} characters; Bitrix24 keeps ${maxLength}.`,
			advice: 'Use a shorter address.',
		};
	}
	return undefined;
}

/** Names a character for a sentence, also where it cannot be seen. */
export function nameCharacter(character: string): string {
	const names: Record<string, string> = {
		' ': 'a space',
		'\t': 'a tab',
		'\n': 'a line break',
		'\r': 'a line break',
	};
	const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
	if (names[character] !== undefined) return names[character];
	return /[\p{C}\p{Z}\p{M}]/u.test(character)
		? `an invisible character (${code})`
		: `"${character}"`;
}

function common({ event, handler, eventType, authConnector }: Binding): RestCall['params'] {
	return { event, handler, event_type: eventType, auth_connector: authConnector };
}
