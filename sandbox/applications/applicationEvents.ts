import { raiseEvent } from '../events/raise';
import { FIRST_SESSION_TTL } from '../oauth/tokenStore';
import type { PhpMap } from '../php/values';
import type { Application } from '../portal/application';
import type { Portal } from '../portal/portal';

const LANGUAGE_ID = 'en';

/**
 * Raises an event about an application for its own handlers; the signed-in user causes it
 * (docs/reference/bitrix24.md#event-data).
 */
function raise(portal: Portal, application: Application, event: string, data: PhpMap): void {
	const actor = { userId: portal.currentUserId, sessionTtl: FIRST_SESSION_TTL };
	raiseEvent(portal, event, data, actor, application.clientId);
}

/** ONAPPINSTALL: both tokens in `auth`. */
export function raiseInstall(portal: Portal, application: Application): void {
	raise(portal, application, 'ONAPPINSTALL', {
		VERSION: application.version,
		ACTIVE: application.active ? 'Y' : 'N',
		INSTALLED: application.installed ? 'Y' : 'N',
		LANGUAGE_ID,
	});
}

/** ONAPPUPDATE: both tokens in `auth`. */
export function raiseUpdate(
	portal: Portal,
	application: Application,
	previousVersion: number,
): void {
	raise(portal, application, 'ONAPPUPDATE', {
		VERSION: application.version,
		PREVIOUS_VERSION: previousVersion,
		LANGUAGE_ID,
	});
}

/** ONAPPUNINSTALL: no tokens in `auth`. `clean`: the application's data go as well. */
export function raiseUninstall(portal: Portal, application: Application, clean: boolean): void {
	raise(portal, application, 'ONAPPUNINSTALL', { LANGUAGE_ID, CLEAN: clean ? 1 : 0 });
}

/** ONAPPPAYMENT; an application whose paid period is over does not get it. */
export function raisePayment(portal: Portal, application: Application): void {
	raise(portal, application, 'ONAPPPAYMENT', {
		CODE: application.clientId,
		VERSION: application.version,
		STATUS: 'L',
		PAYMENT_EXPIRED: application.paymentExpired ? 'Y' : 'N',
		DAYS: null,
		LANGUAGE_ID,
	});
}
