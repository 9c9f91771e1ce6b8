import type { Application } from '../portal/application';
import type { Portal } from '../portal/portal';
import type { ApplicationForm } from './applicationForm';
import {
	setPaymentExpired,
	uninstallApplication,
	type Uninstalling,
	updateApplication,
} from './change';
import { finishInstallation, installApplication } from './installation';

/**
 * What an administrator of the portal does with local applications
 * (docs/reference/bitrix24.md#applications).
 */
export interface ApplicationControl {
	/**
	 * Saves the form of a new application. An API-only one, the default, is installed at once, and
	 * its installation path is called if it has one. Any other waits for `finishInstallation`. Throws
	 * ApplicationFormError.
	 */
	installApplication(form?: ApplicationForm): Application;
	/** Saves the form again: the next version, ONAPPUPDATE, and all that it registered is dropped. */
	updateApplication(clientId: string, form?: ApplicationForm): Application;
	/** Deletes it with its handlers, rules and tokens, after ONAPPUNINSTALL. */
	uninstallApplication(clientId: string, options?: Uninstalling): void;
	/** What `BX24.installFinish()` does: from now on its events are delivered. */
	finishInstallation(clientId: string): void;
	/** true ends its paid period; false begins a new one, with ONAPPPAYMENT. */
	setPaymentExpired(clientId: string, expired: boolean): void;
}

/** The controls of one portal. */
export function applicationControl(portal: Portal): ApplicationControl {
	return {
		installApplication: (form) => installApplication(portal, form),
		updateApplication: (clientId, form) => updateApplication(portal, clientId, form),
		uninstallApplication: (clientId, options) => {
			uninstallApplication(portal, clientId, options);
		},
		finishInstallation: (clientId) => {
			finishInstallation(portal, clientId);
		},
		setPaymentExpired: (clientId, expired) => {
			setPaymentExpired(portal, clientId, expired);
		},
	};
}
