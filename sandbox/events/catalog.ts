import bindable from './bindable.json';

/** An event that a handler can be bound to (docs/reference/bitrix24.md#event-names). */
export interface BindableEvent {
	event: string;
	/** Permission the token needs; `basic` needs none. */
	scope: string;
	title: string;
	/** Its deliveries carry a refresh token (docs/reference/bitrix24.md#event-refresh-token). */
	refreshToken?: boolean;
	/** Its deliveries carry no tokens at all (docs/reference/bitrix24.md#event-without-tokens). */
	withoutTokens?: boolean;
	/** Cannot be bound as an offline event (docs/reference/bitrix24.md#event-online-only). */
	onlineOnly?: boolean;
	/**
	 * Also exists per smart process, as `<event>_<entityTypeId>`
	 * (docs/reference/bitrix24.md#typed-events).
	 */
	typed?: boolean;
}

/** Entity type ids of the portal's smart processes. */
export const SMART_PROCESSES: readonly number[] = [147, 1032];

/** All events of the portal, those of single smart processes included. */
export const BINDABLE_EVENTS: readonly BindableEvent[] = (bindable as BindableEvent[]).flatMap(
	(entry) => [entry, ...(entry.typed ? SMART_PROCESSES.map((id) => ofType(entry, id)) : [])],
);

const BY_NAME = new Map(BINDABLE_EVENTS.map((entry) => [entry.event, entry]));

/** The event of that name, in any case, if it exists and its scope is among the granted ones. */
export function findEvent(name: string, scopes: readonly string[]): BindableEvent | undefined {
	const entry = BY_NAME.get(name.toUpperCase());
	return entry && (entry.scope === 'basic' || scopes.includes(entry.scope)) ? entry : undefined;
}

/** The event of that name whatever its scope. */
export function describeEvent(name: string): BindableEvent | undefined {
	return BY_NAME.get(name.toUpperCase());
}

function ofType(entry: BindableEvent, entityTypeId: number): BindableEvent {
	return {
		...entry,
		event: `${entry.event}_${entityTypeId}`,
		title: `${entry.title}, type ${entityTypeId}`,
	};
}
