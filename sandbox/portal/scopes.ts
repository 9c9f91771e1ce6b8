import { BINDABLE_EVENTS } from '../events/catalog';

const SCOPES_OF_METHODS = [
	'bizproc',
	'crm',
	'placement',
	'pull',
	'task',
	'user',
	'user_basic',
	'user_brief',
];

/** Every permission an application of this portal can have, in alphabetical order. */
export const ALL_SCOPES: readonly string[] = [
	...new Set([
		...SCOPES_OF_METHODS,
		...BINDABLE_EVENTS.map(({ scope }) => scope).filter((scope) => scope !== 'basic'),
	]),
].sort();
