import { BIZPROC_ERRORS } from './bizprocErrors';
import { CLIENT_ERRORS } from './clientErrors';
import { METHOD_ERRORS } from './methodErrors';
import { OAUTH_ERRORS } from './oauthErrors';
import { OFFLINE_ERRORS } from './offlineErrors';
import type { ErrorRow } from './portalError';
import { PARTICULAR_ERRORS, SYSTEM_ERRORS } from './systemErrors';

/**
 * What each error means to the user, and what the client does about it; the first row that fits is
 * taken.
 */
export const ERROR_ROWS: readonly ErrorRow[] = [
	...PARTICULAR_ERRORS,
	...METHOD_ERRORS,
	...OFFLINE_ERRORS,
	...BIZPROC_ERRORS,
	...SYSTEM_ERRORS,
	...OAUTH_ERRORS,
	...CLIENT_ERRORS,
];
