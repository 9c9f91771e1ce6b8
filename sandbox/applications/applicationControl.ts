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
	 * Saves the form of a new application. API only, as it is unless told: installed at once, with a
	 * call of the installation path where there is one. Otherwise it waits for `finishInstallation`.
	 * Throws ApplicationFormError.
	 */
	installApplication(form?: ApplicationForm): Application;
	/** Saves the form anew: next version, ONAPPUPDATE, and all it registered is dropped. */
	updateApplication(clientId: string, form?: ApplicationForm): Application;
	/** Deletes it with its handlers, rules and tokens, after ONAPPUNINSTALL. */
	uninstallApplication(clientId: string, options?: Uninstalling): void;
	/** What `BX24.installFinish()` does: from now on its events are delivered. */
	finishInstallation(clientId: string): void;
	/** true: its paid period is over; false: it goes on, with ONAPPPAYMENT. */
	setPaymentExpired(clientId: string, expired: boolean): void;
}

/** The same for one portal. */
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
