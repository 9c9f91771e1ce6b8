import type { Application } from '../portal/application';
import { ALL_SCOPES } from '../portal/scopes';

const FIELDS = ['name', 'scopes', 'apiOnly', 'handlerPath', 'installPath'] as const;

/**
 * What Bitrix24's form of a local application asks for (docs/reference/bitrix24.md#applications).
 */
export type ApplicationForm = Partial<Pick<Application, (typeof FIELDS)[number]>>;

/** The form cannot be saved; the text is for the person who filled it in. */
export class ApplicationFormError extends Error {}

/** The fields that were sent. Throws ApplicationFormError if the form cannot be saved. */
export function checkedForm(form: ApplicationForm): ApplicationForm {
	const { handlerPath, installPath, scopes = [] } = form;
	if (handlerPath !== undefined) checkAddress('handler path', handlerPath);
	if (installPath !== undefined && installPath !== '') {
		checkAddress('path for initial installation', installPath);
	}
	const unknown = scopes.find((scope) => !ALL_SCOPES.includes(scope));
	if (unknown !== undefined) {
		throw new ApplicationFormError(`There is no permission "${unknown}".`);
	}
	const given = FIELDS.filter((field) => form[field] !== undefined);
	return Object.fromEntries(given.map((field) => [field, form[field]]));
}

/**
 * The real form wants an https address that answers (docs/reference/bitrix24.md#handler-path); a
 * developer's machine has neither.
 */
function checkAddress(field: string, address: string): void {
	const protocol = URL.canParse(address) ? new URL(address).protocol : '';
	if (protocol !== 'http:' && protocol !== 'https:') {
		throw new ApplicationFormError(
			`The ${field} must be an address that begins with http:// or https://.`,
		);
	}
}
