/**
 * Shows from outside whether anything has touched the prototypes of the process that runs n8n.
 *
 * As a hook file of n8n (`EXTERNAL_HOOK_FILES`) it adds one page to n8n's own server, and so runs where
 * requests are parsed and triggers are called. Plain Node.js 24 runs this file as it is, so it uses
 * nothing else.
 */

/** What the page answers. */
export interface ProbeAnswer {
	pid: number;
	/** What was added to a prototype, changed or removed since n8n started, such as `Object.prototype.x`. */
	changes: string[];
}

/** The page's path. With `?touch=x`, it first does the harm that it is to show, and undoes it after. */
export const PROBE_PATH = '/prototype-probe';

const CONSTRUCTORS: readonly object[] = [
	...[Object, Function, Array, String, Number, Boolean, Date, RegExp, Error, Map, Set, Promise],
	...[Buffer, URLSearchParams],
];

/**
 * Remembers the constructors of the language and their prototypes as they are now.
 *
 * @returns names what has changed since, such as `Array.prototype.x`
 */
export function watchPrototypes(): () => string[] {
	const watched = CONSTRUCTORS.flatMap((constructor) => {
		const name = String(Reflect.get(constructor, 'name'));
		const prototype: unknown = Reflect.get(constructor, 'prototype');
		return [
			{ name, object: constructor },
			{ name: `${name}.prototype`, object: Object(prototype) as object },
		];
	}).map((entry) => ({ ...entry, before: propertiesOf(entry.object) }));

	return () =>
		watched.flatMap(({ name, object, before }) => {
			const now = propertiesOf(object);
			const keys = new Set([...before.keys(), ...now.keys()]);
			return [...keys]
				.filter((key) => !isSame(before.get(key), now.get(key)))
				.map((key) => `${name}.${String(key)}`);
		});
}

function propertiesOf(object: object): Map<string | symbol, PropertyDescriptor | undefined> {
	return new Map(
		Reflect.ownKeys(object).map((key) => [key, Reflect.getOwnPropertyDescriptor(object, key)]),
	);
}

function isSame(one?: PropertyDescriptor, other?: PropertyDescriptor): boolean {
	if (one === undefined || other === undefined) return one === other;
	return Object.is(one.value, other.value) && one.get === other.get && one.set === other.set;
}

interface Server {
	app: {
		get(
			path: string,
			answer: (
				request: { query: Record<string, unknown> },
				response: { json(body: ProbeAnswer): void },
			) => void,
		): void;
	};
}

function addPage({ app }: Server): void {
	const changes = watchPrototypes();
	app.get(PROBE_PATH, ({ query: { touch } }, response) => {
		if (typeof touch === 'string') Reflect.set(Object.prototype, touch, 'touched');
		const answer = { pid: process.pid, changes: changes() };
		if (typeof touch === 'string') Reflect.deleteProperty(Object.prototype, touch);
		response.json(answer);
	});
}

/** What n8n calls, and when. */
export const n8n = { ready: [addPage] };
