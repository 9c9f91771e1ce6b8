import { type ApplicationForm, ApplicationFormError } from '../../applications/applicationForm';
import {
	setPaymentExpired,
	uninstallApplication,
	updateApplication,
} from '../../applications/change';
import { finishInstallation, installApplication } from '../../applications/installation';
import { isArray, type PhpMap, text } from '../../php/values';
import type { Portal } from '../../portal/portal';
import { ALL_SCOPES } from '../../portal/scopes';
import { ControlError, expect, type Section } from '../action';

/**
 * Local applications, as their forms in the portal show them
 * (docs/reference/bitrix24.md#applications).
 */
export const applicationsSection: Section = {
	state: (portal) => ({ applications: portal.applications, scopes: ALL_SCOPES }),
	actions: [
		{
			httpMethod: 'POST',
			path: 'applications',
			run: ({ portal, fields }) => saved(() => installApplication(portal, formOf(fields)).clientId),
		},
		{
			httpMethod: 'POST',
			path: 'applications/:clientId',
			run: ({ portal, path, fields }) => {
				const clientId = clientIdOf(portal, path);
				return saved(() => updateApplication(portal, clientId, formOf(fields)).clientId);
			},
		},
		{
			httpMethod: 'POST',
			path: 'applications/:clientId/handler-path',
			run: ({ portal, path, fields }) => {
				const { handlerPath = '' } = formOf(fields);
				portal.applicationOf(clientIdOf(portal, path)).handlerPath = handlerPath;
			},
		},
		{
			httpMethod: 'POST',
			path: 'applications/:clientId/finish',
			run: ({ portal, path }) => {
				finishInstallation(portal, clientIdOf(portal, path));
			},
		},
		{
			httpMethod: 'POST',
			path: 'applications/:clientId/payment',
			run: ({ portal, path, fields }) => {
				setPaymentExpired(portal, clientIdOf(portal, path), fields.expired === true);
			},
		},
		{
			httpMethod: 'DELETE',
			path: 'applications/:clientId',
			run: ({ portal, path }) => {
				uninstallApplication(portal, clientIdOf(portal, path));
			},
		},
	],
};

function clientIdOf(portal: Portal, { clientId }: PhpMap): string {
	return expect(
		portal.findApplication(text(clientId)),
		'There is no such application, or it was removed.',
	).clientId;
}

/** What the sent form holds; what it does not name stays as it is. */
function formOf({ name, handlerPath, installPath, apiOnly, scopes }: PhpMap): ApplicationForm {
	return {
		...(name === undefined ? {} : { name: text(name) }),
		...(handlerPath === undefined ? {} : { handlerPath: text(handlerPath).trim() }),
		...(installPath === undefined ? {} : { installPath: text(installPath).trim() }),
		...(apiOnly === undefined ? {} : { apiOnly: apiOnly === true }),
		...(isArray(scopes) ? { scopes: Object.values(scopes).map(text) } : {}),
	};
}

function saved<T>(save: () => T): T {
	try {
		return save();
	} catch (error) {
		if (error instanceof ApplicationFormError) throw new ControlError(error.message);
		throw error;
	}
}
