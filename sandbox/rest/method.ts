import type { Actor } from '../events/raise';
import type { PhpMap } from '../php/values';
import type { Application } from '../portal/application';
import type { Portal } from '../portal/portal';
import type { SandboxUser } from '../portal/users';

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

/** The latency that a request has gathered; the clock does not know of it. */
export interface Elapsed {
	simulatedMs: number;
}

/** One call of a method, alone or in a batch. */
export interface MethodCall {
	portal: Portal;
	access: Access;
	/** Without the reserved ones (docs/reference/bitrix24.md#reserved-parameters). */
	params: PhpMap;
	/** Offset of a list, 0 unless sent; -1 asks for no total. */
	start: number;
	/** Latency of the whole request so far. */
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
	run(call: MethodCall): MethodAnswer;
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
