import type { Application } from '../portal/application';
import type { Portal } from '../portal/portal';
import { raisePayment, raiseUninstall, raiseUpdate } from './applicationEvents';
import { type ApplicationForm, checkedForm } from './applicationForm';
import { dropBelongings, dropRegistrations } from './belongings';
import { callInstallPath } from './installation';

/** How an application is removed. */
export interface Uninstalling {
	/** "Delete application settings and data". */
	clean?: boolean;
}

/**
 * Saves the form of an application anew, as its next version. The handlers bound so far hear of it,
 * then they are dropped with everything else it registered, and its installer has to register again
 * (docs/reference/bitrix24.md#application-update): the installation path is called, or
 * `finishInstallation` is to come. Access tokens keep the permissions they were issued with, a
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

/** Pages without an installer have nobody who could finish the installation a second time. */
function hasNoInstaller({ installed, installPath }: Application): boolean {
	return installed && installPath === '';
}

/**
 * Deletes an application for good (docs/reference/bitrix24.md#application-deletion): its handlers
 * hear of it, then they, its rules and its tokens are gone.
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
 * Ends the paid period of an application, or begins a new one: then it hears of it
 * (docs/reference/bitrix24.md#event-data-payment).
 */
export function setPaymentExpired(portal: Portal, clientId: string, expired: boolean): void {
	const application = portal.applicationOf(clientId);
	application.paymentExpired = expired;
	raisePayment(portal, application);
	portal.changes.announce();
}
