import { asMap, isArray, isEmpty, type PhpMap, text } from '../php/values';
import type { Access, MethodCall, RestMethod } from '../rest/method';
import { accessDenied, argumentError } from '../rest/restError';

/**
 * `app.option.*` and `user.option.*`: what an application stores for itself or for a user
 * (docs/reference/bitrix24.md#option-methods).
 */
export const OPTION_METHODS: readonly RestMethod[] = [
	{ name: 'app.option.get', scope: 'basic', run: (call) => read(call, appKey(call.access)) },
	{
		name: 'app.option.set',
		scope: 'basic',
		run: (call) => {
			const key = appKey(call.access);
			if (!call.access.user.admin) throw accessDenied('Administrator authorization required');
			return write(call, key);
		},
	},
	{ name: 'user.option.get', scope: 'basic', run: (call) => read(call, userKey(call.access)) },
	{ name: 'user.option.set', scope: 'basic', run: (call) => write(call, userKey(call.access)) },
];

function read({ portal, params }: MethodCall, key: string) {
	const stored: PhpMap = portal.options[key] ?? {};
	return { result: isEmpty(params.option) ? stored : (stored[text(params.option)] ?? null) };
}

function write({ portal, params }: MethodCall, key: string) {
	if (!isArray(params.options) || isEmpty(params.options)) throw argumentError('options');
	portal.options[key] = { ...portal.options[key], ...asMap(params.options) };
	portal.changes.announce();
	return { result: true };
}

function appKey({ application }: Access): string {
	if (!application) throw accessDenied('Application context required');
	return application.clientId;
}

function userKey(access: Access): string {
	return `${appKey(access)}/${access.user.id}`;
}
