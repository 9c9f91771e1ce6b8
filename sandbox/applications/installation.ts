import type { Application } from '../portal/application';
import type { Portal } from '../portal/portal';
import { raiseInstall } from './applicationEvents';
import { type ApplicationForm, checkedForm } from './applicationForm';

/**
 * Saves the form of a new local application (docs/reference/bitrix24.md#api-only-application). An
 * API-only one is installed at once and told so at its installation path; one with pages of its own
 * is installed when its installer has finished. Throws ApplicationFormError.
 */
export function installApplication(portal: Portal, form: ApplicationForm = {}): Application {
	const given = checkedForm(form);
	const { apiOnly = true } = given;
	const application = portal.addApplication({ ...given, apiOnly, installed: apiOnly });
	callInstallPath(portal, application);
	return application;
}

/** The portal binds the installation path to ONAPPINSTALL before it raises the event. */
export function callInstallPath(portal: Portal, application: Application): void {
	const { apiOnly, installPath, clientId } = application;
	if (!apiOnly || installPath === '') return;
	portal.lastHandlerId += 1;
	portal.keep(portal.handlers, {
		id: portal.lastHandlerId,
		event: 'ONAPPINSTALL',
		handler: installPath,
		eventType: 'online',
		authType: 0,
		connectorId: '',
		userId: portal.currentUserId,
		clientId,
		options: {},
	});
	raiseInstall(portal, application);
}

/**
 * What `BX24.installFinish()` does for an application with pages of its own
 * (docs/reference/bitrix24.md#application-with-pages).
 */
export function finishInstallation(portal: Portal, clientId: string): void {
	const application = portal.applicationOf(clientId);
	if (application.installed) return;
	application.installed = true;
	raiseInstall(portal, application);
	portal.changes.announce();
}
