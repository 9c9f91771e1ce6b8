/**
 * An error as a REST method answers it: `{error, error_description, …extra}` with a status
 * (docs/reference/bitrix24.md#error-envelope).
 */
export class RestError extends Error {
	constructor(
		readonly status: number,
		readonly code: string,
		readonly description: string,
		readonly extra: Record<string, unknown> = {},
	) {
		super(`${code}: ${description}`);
	}

	/** The body of the answer, and of an item in a batch's result_error. */
	get body(): Record<string, unknown> {
		return { error: this.code, error_description: this.description, ...this.extra };
	}
}

/** Statuses and texts: docs/reference/bitrix24.md#system-errors. */
const SYSTEM_ERRORS = {
	NO_AUTH_FOUND: [401, 'Wrong authorization data'],
	invalid_token: [401, 'Unable to get application by token'],
	APPLICATION_NOT_FOUND: [401, 'Application not found'],
	ERROR_OAUTH: [401, 'Application not installed'],
	PAYMENT_REQUIRED: [401, 'Subscription has been ended'],
	expired_token: [401, 'The access token provided has expired'],
	authorization_error: [401, 'Unable to authorize user'],
	INVALID_CREDENTIALS: [401, 'Invalid request credentials'],
	WRONG_AUTH_TYPE: [403, 'Current authorization type is denied for this method'],
	OPERATION_TIME_LIMIT: [429, 'Method is blocked due to operation time limit.'],
	QUERY_LIMIT_EXCEEDED: [503, 'Too many requests'],
	ERROR_METHOD_NOT_FOUND: [404, 'Method not found!'],
	ERROR_BATCH_METHOD_NOT_ALLOWED: [405, 'Method is not allowed for batch usage'],
	ERROR_BATCH_LENGTH_EXCEEDED: [400, 'Max batch length exceeded'],
	INTERNAL_SERVER_ERROR: [500, 'Internal server error'],
} as const satisfies Record<string, readonly [status: number, text: string]>;

/** One of the errors that all methods share; with another text if the method has its own. */
export function systemError(code: keyof typeof SYSTEM_ERRORS, description?: string): RestError {
	const [status, text] = SYSTEM_ERRORS[code];
	return new RestError(status, code, description ?? text);
}

/**
 * 401 insufficient_scope; `holder` is what lacks the permission
 * (docs/reference/bitrix24.md#error-insufficient-scope, docs/reference/bitrix24.md#webhook-scope).
 */
export function insufficientScope(holder: 'access' | 'webhook'): RestError {
	return new RestError(
		401,
		'insufficient_scope',
		`The request requires higher privileges than provided by the ${holder} token`,
	);
}

/** 403 ACCESS_DENIED, "Access denied!" with an optional detail. */
export function accessDenied(detail = ''): RestError {
	return new RestError(403, 'ACCESS_DENIED', `Access denied! ${detail}`.trim());
}

/**
 * 403 WRONG_LICENSE: the plan lacks the feature (docs/reference/bitrix24.md#error-wrong-license).
 */
export function wrongLicense(feature: string): RestError {
	const description = `This feature is not enabled for the current license: ${feature}`;
	return new RestError(403, 'WRONG_LICENSE', description);
}

/** 400 ERROR_ARGUMENT about a parameter; without a text it is missing. */
export function argumentError(argument: string, description?: string): RestError {
	const text = description ?? `Argument '${argument}' is null or empty`;
	return new RestError(400, 'ERROR_ARGUMENT', text, { argument });
}
