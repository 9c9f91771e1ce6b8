import type { PhpMap } from '../php/values';
import type { Portal } from '../portal/portal';
import type { PortalServer } from '../portalServer';

/** Something the page asks for and cannot have; the text is for its user. */
export class ControlError extends Error {}

/** What an action works on. */
export interface ActionInput {
	portal: Portal;
	server: PortalServer;
	/** Named parts of the path. */
	path: PhpMap;
	/** The JSON body. */
	fields: PhpMap;
}

/** One thing that the page can do. */
export interface Action {
	httpMethod: 'POST' | 'DELETE';
	/** Below `/_sandbox/`. */
	path: string;
	/** The answer's result, or a promise of it; nothing means true. */
	run: (input: ActionInput) => unknown;
}

/** The value, if there is one; otherwise the page's user is told why not. */
export function expect<T>(value: T | undefined | false, otherwise: string): T {
	if (value === undefined || value === false) throw new ControlError(otherwise);
	return value;
}
