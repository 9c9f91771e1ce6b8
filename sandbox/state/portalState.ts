import type { Portal } from '../portal/portal';
import { fromPlain, isRecord, toPlain } from './plain';

/**
 * What survives a restart, by the portal's property. What is added to the portal needs a line here
 * or in LEFT_OUT below: lists, maps, records, texts and numbers need nothing else, an object of a
 * class needs `toState` and `fromState`. A part that is missing from an older file stays as in a
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
	'businessProcesses',
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

/** Properties that the file knows by another name, which it has had from the beginning. */
const NAMES_IN_FILE: Partial<Record<string, string>> = { businessProcesses: 'workflows' };

/** Entries of each log that survive. */
const KEPT_ENTRIES = 200;

/** What does not survive, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
	faults: 'planned by the program that starts the portal',
	latency: 'set by the program that starts the portal',
	preciseTimes: 'set by the program that starts the portal',
	workers: 'set by the program that starts the portal; what it works on ends with it',
	workTime: 'set by the program that starts the portal',
	load: 'requests that are under way end with the program',
	tokenLatencyMs: 'set by the program that starts the portal',
	logLimit: 'set by the program that starts the portal',
	rateLimit: 'set by the program that starts the portal, and empty within half a minute',
	operatingTime: 'set by the program that starts the portal, and forgotten within ten minutes',
	deliveryQueue: 'a delivery under way is not repeated (docs/reference/bitrix24.md#no-retries)',
	offlineNotices: 'over at the end of each hit',
	hit: 'over at the end of each hit',
	pull: 'clients that listen connect again',
	nextTimeoutAt: 'looked up in the runs',
	changes: 'only those who listen now',
	now: 'read from the clock',
};

/** An object of a class that says itself what to keep of it. */
interface Stateful {
	/** Anything that `toPlain` takes. */
	toState(): unknown;
	/** Restores it; throws if the state is anything else. */
	fromState(state: unknown): void;
}

/** Parts of the state by name, in terms of JSON. */
export type Parts = Record<string, unknown>;

/** A part cannot be restored; the text says which and why. */
export class PartError extends Error {}

/** Everything that survives a restart. */
export function portalParts(portal: Portal): Parts {
	const values: ReadonlyArray<readonly [name: string, value: unknown]> = [
		...KEPT.map((name) => [nameInFile(name), stateOf(portal[name])] as const),
		...KEPT_LOGS.map((name) => [nameInFile(name), portal[name].slice(-KEPT_ENTRIES)] as const),
	];
	const present = values.filter(([, value]) => value !== undefined);
	return Object.fromEntries(present.map(([name, value]) => [name, toPlain(value)]));
}

/** Puts the parts into the portal, whose lists stay the same objects; throws PartError. */
export function restoreParts(portal: Portal, parts: Parts): void {
	const known = new Map(
		[...KEPT, ...KEPT_LOGS].map((property) => [nameInFile(property), property]),
	);
	for (const [name, part] of Object.entries(parts)) {
		const property = known.get(name);
		if (property === undefined) throw new PartError(`"${name}" is unknown to this program`);
		try {
			put(portal, property, fromPlain(part));
		} catch (error) {
			throw new PartError(`"${name}" ${error instanceof Error ? error.message : String(error)}`);
		}
	}
}

function nameInFile(property: string): string {
	return NAMES_IN_FILE[property] ?? property;
}

function stateOf(value: unknown): unknown {
	return isStateful(value) ? value.toState() : value;
}

/** In place if possible: others hold the portal's lists. */
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
