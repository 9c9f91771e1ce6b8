import type { PortalError } from '../rest/errors/portalError';
import type { Outcome, RestCall } from '../rest/types';
import { nameCharacter } from '../values/problem';
import type { Problem } from '../values/problem';
import { catalogEvent } from './catalog';

/**
 * One handler of one event, as event.bind and event.unbind identify it
 * (docs/reference/bitrix24.md#event-bind, docs/reference/bitrix24.md#unbind).
 */
export interface Binding {
	readonly event: string;
	/** Where the portal sends the event; offline events have no handler. */
	readonly handler?: string;
	readonly eventType?: 'online' | 'offline';
	/** The user whose token comes with the event; if absent, the user who caused the event. */
	readonly authType?: number;
	/** The source key of offline events. */
	readonly authConnector?: string;
	/** Minimum number of seconds between two ONOFFLINEEVENT. */
	readonly minTimeout?: number;
}

export function bindCall(binding: Binding): RestCall {
	const { minTimeout } = binding;
	return {
		method: 'event.bind',
		// The portal recognises a second call by its handler and event.
		idempotent: true,
		params: {
			...sharedParams(binding),
			auth_type: binding.authType,
			options: minTimeout === undefined ? undefined : { minTimeout },
		},
		// The source key belongs to the request, not to the method: a command of a batch cannot have one.
		alone: binding.authConnector !== undefined,
	};
}

/**
 * Without a user, an administrator's call removes the bindings of all users for this event and
 * handler. A user has to be sent as a number: the portal refuses users' own IDs as text, which they
 * would become in a batch (docs/reference/bitrix24.md#unbind-own-id).
 */
export function unbindCall(binding: Binding): RestCall {
	return {
		method: 'event.unbind',
		idempotent: true,
		params: { ...sharedParams(binding), auth_type: binding.authType },
		alone: binding.authType !== undefined || binding.authConnector !== undefined,
	};
}

/**
 * Whether event.bind was refused only because exactly this binding exists
 * (docs/reference/bitrix24.md#event-already-bound).
 */
export function isAlreadyBound(error: PortalError): boolean {
	return error.code === 'ERROR_CORE' && /already bind/i.test(error.original ?? '');
}

/**
 * Says precisely why an event was not found: the portal gives one answer for an event that does not
 * exist and for one whose permission the application lacks
 * (docs/reference/bitrix24.md#event-not-found).
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
			advice: `It needs the permission ${known.scope}: add it to the application in Bitrix24, save the application and connect the credential again.`,
		},
	};
}

/** Finds what Bitrix24 would refuse in the code of an event, before anything is sent. */
export function eventProblem(event: string): Problem | undefined {
	if (event === '') {
		return {
			message: 'No event is chosen.',
			advice: 'Choose one from the list, or give its code.',
		};
	}
	const wrong = /[^A-Za-z0-9_.:-]/u.exec(event)?.[0];
	if (wrong === undefined) return undefined;
	return {
		message: `The event code "${event}" contains a character that Bitrix24 does not accept: ${nameCharacter(wrong)}.`,
		advice: 'Choose the event from the list, or type its code again, such as ONCRMDEALADD.',
	};
}

/** The parameters that both methods have. */
function sharedParams({ event, handler, eventType, authConnector }: Binding): RestCall['params'] {
	return { event, handler, event_type: eventType, auth_connector: authConnector };
}
