import type { Portal } from '../portal/portal';
import { fromPlain, isRecord, toPlain } from './plain';

/**
 * What survives a restart, by the portal's property. Who gives the portal something to remember adds
 * a line here or below at LEFT_OUT: lists, maps, records, texts and numbers need nothing else, an
 * object of a class needs `toState` and `fromState`. A part that an older file lacks stays as in a
 * new portal.
 */
export const KEPT = [
	'memberId',
	'signingKey',
	'address',
	'clock',
	'users',
	'currentUserId',
	'applications',
	'lastApplicationId',
	'inboundWebhooks',
	'tokens',
	'handlers',
	'lastHandlerId',
	'offlineEvents',
	'lastOfflineEventId',
	'features',
	'options',
	'records',
	'lastRecordId',
	'rules',
	'runs',
	'workflows',
	'templates',
	'lastTemplateId',
	'documentStages',
	'realtimeEvents',
	'pushes',
	'counters',
] as const satisfies ReadonlyArray<keyof Portal>;

/** Logs of which only the end survives: the whole would make every save slow. */
export const KEPT_LOGS = [
	'requests',
	'tokenRequests',
	'deliveries',
] as const satisfies ReadonlyArray<keyof Portal>;

/** Entries of each log that survive. */
const KEPT_ENTRIES = 200;

/** What does not survive, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
	faults: 'planned by whoever starts the portal',
	latency: 'set by whoever starts the portal',
	tokenLatencyMs: 'set by whoever starts the portal',
	logLimit: 'set by whoever starts the portal',
	rateLimit: 'set by whoever starts the portal, and empty within half a minute',
	operatingTime: 'set by whoever starts the portal, and forgotten within ten minutes',
	deliveryQueue: 'a delivery under way is not repeated (docs/reference/bitrix24.md#no-retries)',
	offlineNotices: 'over at the end of each hit',
	hit: 'over at the end of each hit',
	pull: 'whoever listens connects anew',
	nextTimeoutAt: 'looked up in the runs',
	changes: 'only those who listen now',
	now: 'read from the clock',
};

/** An object of a class that says itself what there is to keep of it. */
interface Stateful {
	/** Anything that `toPlain` takes. */
	toState(): unknown;
	/** Takes it back; throws where it is something else. */
	fromState(state: unknown): void;
}

/** Parts of the state by name, in terms of JSON. */
export type Parts = Record<string, unknown>;

/** A part cannot be taken back; the text says which and why. */
export class PartError extends Error {}

/** Everything that survives a restart. */
export function portalParts(portal: Portal): Parts {
	const values: ReadonlyArray<readonly [name: string, value: unknown]> = [
		...KEPT.map((name) => [name, stateOf(portal[name])] as const),
		...KEPT_LOGS.map((name) => [name, portal[name].slice(-KEPT_ENTRIES)] as const),
	];
	const present = values.filter(([, value]) => value !== undefined);
	return Object.fromEntries(present.map(([name, value]) => [name, toPlain(value)]));
}

/** Puts the parts into the portal, whose lists stay the same objects; throws PartError. */
export function restoreParts(portal: Portal, parts: Parts): void {
	const known: readonly string[] = [...KEPT, ...KEPT_LOGS];
	for (const [name, part] of Object.entries(parts)) {
		if (!known.includes(name)) throw new PartError(`"${name}" is unknown to this program`);
		try {
			put(portal, name, fromPlain(part));
		} catch (error) {
			throw new PartError(`"${name}" ${error instanceof Error ? error.message : String(error)}`);
		}
	}
}

function stateOf(value: unknown): unknown {
	return isStateful(value) ? value.toState() : value;
}

/** In place where that is possible: others hold on to the portal's lists. */
function put(holder: object, name: string, value: unknown): void {
	// Its own members only: a key such as __proto__ must not lead to anything else.
	const present: unknown = Object.hasOwn(holder, name) ? Reflect.get(holder, name) : undefined;
	if (isStateful(present)) {
		present.fromState(value);
		return;
	}
	if (present !== undefined && kindOf(present) !== kindOf(value)) {
		throw new TypeError(`is a ${kindOf(value)}, not a ${kindOf(present)}`);
	}
	if (Array.isArray(present) && Array.isArray(value)) {
		present.length = 0;
		for (const entry of value as unknown[]) present.push(entry);
	} else if (present instanceof Map && value instanceof Map) {
		present.clear();
		for (const [key, entry] of value) present.set(key, entry);
	} else if (isRecord(present) && isRecord(value)) {
		for (const [key, member] of Object.entries(value)) put(present, key, member);
	} else {
		Object.defineProperty(holder, name, {
			value,
			writable: true,
			enumerable: true,
			configurable: true,
		});
	}
}

function kindOf(value: unknown): string {
	if (Array.isArray(value)) return 'list';
	if (value instanceof Map) return 'map';
	return isRecord(value) ? 'record' : typeof value;
}

function isStateful(value: unknown): value is Stateful {
	return typeof value === 'object' && value !== null && 'fromState' in value && 'toState' in value;
}
