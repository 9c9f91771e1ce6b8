import { isEmpty, text, upperCaseKeys } from '../php/values';
import { ALL_SCOPES } from '../portal/scopes';
import { findMethod, isGranted, type RestMethod } from '../rest/method';
import { askedScopes } from './askedScopes';

const LICENSE = 'demo';

/** `app.info`, `scope`, `methods`, `method.get` and `server.time` (rest.md 8). */
export const DISCOVERY_METHODS: readonly RestMethod[] = [
	{
		name: 'app.info',
		scope: 'basic',
		run: ({ portal, access: { application, scopes } }) => ({
			result: application
				? {
						ID: portal.applications.indexOf(application) + 1,
						CODE: application.clientId,
						VERSION: 1,
						STATUS: 'L',
						INSTALLED: application.installed,
						PAYMENT_EXPIRED: 'N',
						DAYS: null,
						LANGUAGE_ID: 'en',
						LICENSE,
						LICENSE_TYPE: LICENSE,
						LICENSE_FAMILY: LICENSE,
					}
				: { SCOPE: scopes, LICENSE },
		}),
	},
	{
		name: 'scope',
		scope: 'basic',
		run: ({ access, params }) => ({
			result: isEmpty(upperCaseKeys(params).FULL) ? access.scopes : ALL_SCOPES,
		}),
	},
	{
		name: 'methods',
		scope: 'basic',
		run: ({ access, params, methods }) => {
			const asked = askedScopes(params, access);
			const shown = [...methods.values()].filter(({ scope }) =>
				[scope].flat().some((one) => asked?.includes(one) ?? true),
			);
			return { result: shown.map(({ name }) => name) };
		},
	},
	{
		name: 'method.get',
		scope: 'basic',
		// Reads exactly `name`: no other case of the key counts.
		run: ({ access, params, methods }) => {
			const method = findMethod(methods, text(params.name));
			return {
				result: {
					isExisting: method !== undefined,
					isAvailable: method !== undefined && isGranted(method, access.scopes),
				},
			};
		},
	},
	{
		name: 'server.time',
		scope: 'basic',
		run: ({ portal }) => ({ result: portal.isoTime() }),
	},
];
