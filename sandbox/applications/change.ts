import type { Application } from '../portal/application';
import type { Portal } from '../portal/portal';
import { raisePayment, raiseUninstall, raiseUpdate } from './applicationEvents';
import { type ApplicationForm, checkedForm } from './applicationForm';
import { callInstallPath } from './installation';

/** How an application is removed. */
export interface Uninstalling {
	/** "Delete application settings and data". */
	clean?: boolean;
}

/**
 * Saves the form of an application again, as its next version. The handlers bound so far are told,
 * then they are dropped with everything else it registered, and its installer has to register it
 * again (docs/reference/bitrix24.md#application-update): the installation path is called, or
 * `finishInstallation` is expected. Access tokens keep the permissions they were issued with, a
 * refresh brings the new ones. Throws ApplicationFormError.
 */
export function updateApplication(
	portal: Portal,
	clientId: string,
	form: ApplicationForm = {},
): Application {
	const given = checkedForm(form);
	const application = portal.applicationOf(clientId);
	const previousVersion = application.version;
	Object.assign(application, given, { version: previousVersion + 1 });
	portal.tokens.regrant(clientId, application.scopes);
	raiseUpdate(portal, application, previousVersion);
	dropRegistrations(portal, application);
	application.installed = application.apiOnly || hasNoInstaller(application);
	callInstallPath(portal, application);
	portal.changes.announce();
	return application;
}

/** Pages without an installer have nothing that could finish the installation a second time. */
function hasNoInstaller({ installed, installPath }: Application): boolean {
	return installed && installPath === '';
}

/**
 * Deletes an application for good (docs/reference/bitrix24.md#application-deletion): its handlers
 * are told, then they are deleted with its rules and tokens.
 */
export function uninstallApplication(
	portal: Portal,
	clientId: string,
	{ clean = false }: Uninstalling = {},
): void {
	const application = portal.applicationOf(clientId);
	raiseUninstall(portal, application, clean);
	dropBelongings(portal, application);
	portal.applications.splice(portal.applications.indexOf(application), 1);
	portal.changes.announce();
}

/**
 * Ends the paid period of an application, or begins a new one, which the application is told
 * (docs/reference/bitrix24.md#event-data-payment).
 */
export function setPaymentExpired(portal: Portal, clientId: string, expired: boolean): void {
	const application = portal.applicationOf(clientId);
	application.paymentExpired = expired;
	raisePayment(portal, application);
	portal.changes.announce();
}

/**
 * Drops what an application has to register again after its update: event handlers, rules, actions
 * (docs/reference/bitrix24.md#application-update).
 */
function dropRegistrations(portal: Portal, { clientId }: { clientId: string }): void {
	keepOthers(portal.handlers, clientId);
	keepOthers(portal.rules, clientId);
}

/**
 * Drops everything that goes with a deleted application, its tokens too
 * (docs/reference/bitrix24.md#application-deletion).
 */
function dropBelongings(portal: Portal, application: { clientId: string }): void {
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
