import type { ErrorText } from '../errors';
import { BIZPROC_ERRORS } from './bizprocErrors';
import { METHOD_ERRORS } from './methodErrors';
import { OAUTH_ERRORS } from './oauthErrors';
import { OFFLINE_ERRORS } from './offlineErrors';
import { PARTICULAR_ERRORS, SYSTEM_ERRORS } from './systemErrors';

/** What each error means to the user; the first row that fits is taken. */
export const ERROR_TEXTS: readonly ErrorText[] = [
	...PARTICULAR_ERRORS,
	...METHOD_ERRORS,
	...OFFLINE_ERRORS,
	...BIZPROC_ERRORS,
	...SYSTEM_ERRORS,
	...OAUTH_ERRORS,
];
