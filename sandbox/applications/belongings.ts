import type { Portal } from '../portal/portal';

/**
 * Drops what an application has to register anew after its update: event handlers, rules, actions
 * (docs/reference/bitrix24.md#application-update).
 */
export function dropRegistrations(portal: Portal, { clientId }: { clientId: string }): void {
	keepOthers(portal.handlers, clientId);
	keepOthers(portal.rules, clientId);
}

/**
 * Drops everything that goes with a deleted application, its tokens too
 * (docs/reference/bitrix24.md#application-deletion).
 */
export function dropBelongings(portal: Portal, application: { clientId: string }): void {
	dropRegistrations(portal, application);
	keepOthers(portal.offlineEvents, application.clientId);
	portal.tokens.revoke(application.clientId);
	for (const key of Object.keys(portal.options)) {
		// Its own, and those it stored for users: `CLIENT/7`.
		if (key.split('/')[0] === application.clientId) Reflect.deleteProperty(portal.options, key);
	}
}

function keepOthers(list: Array<{ clientId: string }>, clientId: string): void {
	const others = list.filter((belonging) => belonging.clientId !== clientId);
	list.splice(0, list.length, ...others);
}
