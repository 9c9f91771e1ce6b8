import type { Actor } from '../events/raise';
import type { PhpMap } from '../php/values';
import type { Application } from '../portal/application';
import type { Portal } from '../portal/portal';
import type { SandboxUser } from '../portal/users';
import type { Elapsed, Work } from './elapsed';

/** Who calls, and with which permissions. */
export interface Access {
	user: SandboxUser;
	scopes: readonly string[];
	/**
	 * Client id, or code of the inbound webhook: who the operating limit counts for
	 * (docs/reference/bitrix24.md#operating-limit).
	 */
	caller: string;
	/** undefined: an inbound webhook, which has no application. */
	application?: Application;
	/** Generations of events this call may still cause (docs/reference/bitrix24.md#event-chain). */
	sessionTtl: number;
	/**
	 * `auth_connector` of the request; one inside a batch's command has no effect
	 * (docs/reference/bitrix24.md#auth-connector).
	 */
	connectorId: string;
}

/** One call of a method, alone or in a batch. */
export interface MethodCall {
	portal: Portal;
	access: Access;
	/** Without the reserved ones (docs/reference/bitrix24.md#reserved-parameters). */
	params: PhpMap;
	/** Offset of a list, 0 unless sent; -1 asks for no total. */
	start: number;
	/** Of the whole request. */
	elapsed: Elapsed;
	/** All methods of the portal, for batch and the discovery methods. */
	methods: MethodTable;
}

/** What a method answers; errors are thrown as RestError. */
export interface MethodAnswer {
	result: unknown;
	/** Records in all, of a list. */
	total?: number;
	/** Offset of the next page, if there is one. */
	next?: number;
}

/** A REST method. */
export interface RestMethod {
	/** Lower case. */
	name: string;
	/** Permission the token needs: one, any one of several, or `basic` for none. */
	scope: string | readonly string[];
	/** Executes the call: at once, or in steps if it consists of further calls. */
	run(call: MethodCall): MethodAnswer | Work<MethodAnswer>;
}

/** Methods by name. */
export type MethodTable = ReadonlyMap<string, RestMethod>;

/**
 * The method of that name: lower-cased first, then as typed
 * (docs/reference/bitrix24.md#method-lookup).
 */
export function findMethod(methods: MethodTable, name: string): RestMethod | undefined {
	return methods.get(name.toLowerCase()) ?? methods.get(name);
}

/** The answer to the call, when all its steps are done. */
export function* answerOf(method: RestMethod, call: MethodCall): Work<MethodAnswer> {
	const answer = method.run(call);
	return Symbol.iterator in answer ? yield* answer : answer;
}

/** Whether these permissions are enough for the method. */
export function isGranted({ scope }: RestMethod, scopes: readonly string[]): boolean {
	const sufficient = typeof scope === 'string' ? [scope] : scope;
	return sufficient.some((one) => one === 'basic' || scopes.includes(one));
}

/** The caller as the one who causes events. */
export function actorOf({ user, sessionTtl, application, connectorId }: Access): Actor {
	return {
		userId: user.id,
		sessionTtl,
		...(application ? { source: { clientId: application.clientId, connectorId } } : {}),
	};
}
