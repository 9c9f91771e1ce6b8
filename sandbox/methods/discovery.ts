import { isEmpty, text, upperCaseKeys } from '../php/values';
import { hasFeature } from '../portal/features';
import { ALL_SCOPES } from '../portal/scopes';
import { findMethod, isGranted, type RestMethod } from '../rest/method';
import { RestError } from '../rest/restError';
import { askedScopes } from './askedScopes';

const LICENSE = 'demo';

/**
 * `app.info`, `scope`, `methods`, `method.get`, `feature.get` and `server.time`
 * (docs/reference/bitrix24.md#discovery).
 */
export const DISCOVERY_METHODS: readonly RestMethod[] = [
	{
		name: 'app.info',
		scope: 'basic',
		run: ({ access: { application, scopes } }) => ({
			result: application
				? {
						ID: application.id,
						CODE: application.clientId,
						VERSION: application.version,
						STATUS: 'L',
						INSTALLED: application.installed,
						PAYMENT_EXPIRED: application.paymentExpired ? 'Y' : 'N',
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
		name: 'feature.get',
		scope: 'basic',
		run: ({ portal, params }) => {
			const { CODE } = upperCaseKeys(params);
			if (isEmpty(CODE)) throw new RestError(400, 'CODE_EMPTY', "CODE can't be empty");
			return { result: { value: hasFeature(portal.features, text(CODE)) ? 'Y' : 'N' } };
		},
	},
	{
		name: 'server.time',
		scope: 'basic',
		run: ({ portal }) => ({ result: portal.isoTime() }),
	},
];
