/**
 * What Bitrix24 answers: code, its own text, the method and the words that our message must contain.
 * The facts are those of the server's source and of tests against real portals
 * (docs/reference/bitrix24.md#system-errors).
 */
export type Row = readonly [code: string, text: string, method: string, says: string];

const ANY = 'user.get';
const BIND = 'event.bind';
const UNBIND = 'event.unbind';
const TAKE = 'event.offline.get';
const CLEAR = 'event.offline.clear';
const EVENT = 'pull.application.event.add';
const PUSH = 'pull.application.push.add';
const CONFIG = 'pull.application.config.get';
const ANSWER = 'bizproc.event.send';
const LOG = 'bizproc.activity.log';
const ROBOT = 'bizproc.robot.add';
const START = 'bizproc.workflow.start';
const TERMINATE = 'bizproc.workflow.terminate';
const INVALID = 'ERROR_ACTIVITY_VALIDATION_FAILURE';
const NOT_INSTALLED = 'ERROR_ACTIVITY_NOT_FOUND';
const HIGHER = 'The request requires higher privileges than provided by the access token';
const CONTEXT = 'Get access to application config available only for application authorization.';
const HANDLER = 'Unable to set event handler:';
const ADMIN = 'requires administrator access rights';
const BLOCKED = 'Method is blocked due to operation time limit.';
const LICENSE = 'This feature is not enabled for the current license:';

/** docs/reference/bitrix24.md#oauth-errors: the authorization server. */
const OAUTH: Row[] = [
	['wrong_client', 'Client not found', ANY, 'client ID'],
	['invalid_client', 'Wrong client secret', ANY, 'client secret'],
	['invalid_grant', 'Invalid refresh token', ANY, 'no longer valid'],
	['invalid_request', 'No "refresh_token" parameter found', ANY, 'request for a token'],
	['NOT_INSTALLED', 'Application not installed', ANY, 'not installed'],
	['invalid_scope', 'Given scope exceeds permissions', ANY, 'more permissions'],
	['INVALID_SCOPE', 'Given scope exceeds permissions', ANY, 'more permissions'],
	['PAYMENT_REQUIRED', 'Subscription has been ended', ANY, 'paid or trial period'],
];

/** docs/reference/bitrix24.md#system-errors: every method. */
const SYSTEM: Row[] = [
	['NO_AUTH_FOUND', 'Wrong authorization data', ANY, 'No access token'],
	['invalid_token', 'Unable to get application by token', ANY, 'does not know the access token'],
	['expired_token', 'The access token provided has expired', ANY, 'has expired'],
	['insufficient_scope', HIGHER, ANY, 'lacks the permission that user.get needs'],
	['insufficient_scope', '', EVENT, 'lacks the permission that pull.application.event.add'],
	['INVALID_CREDENTIALS', 'Invalid request credentials', ANY, 'data of this credential'],
	['user_access_error', 'The user does not have access to the application.', ANY, 'may not use'],
	['authorization_error', 'Unable to authorize user', ANY, 'may have been deactivated'],
	['APPLICATION_NOT_FOUND', 'Application not found', ANY, 'no longer exists on the portal'],
	['ERROR_OAUTH', 'Application not installed', ANY, 'not installed'],
	['INVALID_REQUEST', 'Https required.', ANY, 'encrypted connections only'],
	['ACCESS_DENIED', 'REST is available only on commercial plans.', ANY, 'plan does not include'],
	['ACCESS_DENIED', 'REST is available only by subscription.', BIND, 'plan does not include'],
	['ACCESS_DENIED', 'REST is available only on commercial plans.', ANSWER, 'plan does not'],
	['ACCESS_DENIED', 'Access denied! Application context required', ANY, 'for applications only'],
	['ACCESS_DENIED', 'Access denied!', ANY, 'lacks the rights for user.get'],
	['WRONG_AUTH_TYPE', 'Current authorization type is denied', ANY, 'this kind of connection'],
	['WRONG_LICENSE', `${LICENSE} X`, ANY, 'plan does not include user.get'],
	['OVERLOAD_LIMIT', 'REST API is blocked due to overload.', ANY, 'overload'],
	['QUERY_LIMIT_EXCEEDED', 'Too many requests', ANY, 'Too many requests'],
	['OPERATION_TIME_LIMIT', BLOCKED, ANY, 'blocked user.get for some minutes'],
	['METHOD_CONFIRM_WAITING', 'Waiting for confirmation', ANY, 'has not yet allowed user.get'],
	['METHOD_CONFIRM_DENIED', 'Method call denied', ANY, 'has denied user.get'],
	['ERROR_METHOD_NOT_FOUND', 'Method not found!', ANY, 'does not know the method user.get'],
	['ERROR_MANIFEST_IS_NOT_AVAILABLE', 'Manifest is not available', ANY, 'manifest'],
	['ERROR_BATCH_METHOD_NOT_ALLOWED', 'Method is not allowed for batch usage', ANY, 'together'],
	['ERROR_BATCH_LENGTH_EXCEEDED', 'Max batch length exceeded', ANY, 'More calls'],
	['PORTAL_DELETED', 'Portal was deleted', ANY, 'was deleted'],
	['ERROR_ARGUMENT', "Argument 'LIMIT' is null or empty", ANY, 'does not accept the value of'],
	['ERROR_CORE', 'SQL query error!', ANY, 'could not carry out user.get'],
	['INTERNAL_SERVER_ERROR', 'Internal server error', ANY, 'inside Bitrix24'],
	['ERROR_UNEXPECTED_ANSWER', 'Server returned an unexpected response', ANY, 'unexpected answer'],
];

/** docs/reference/bitrix24.md#pull: real-time events and push notifications. */
const PULL: Row[] = [
	['WRONG_AUTH_TYPE', CONTEXT, EVENT, 'applications only, not for inbound webhooks'],
	['USER_ID_ACCESS_ERROR', 'Only admin can send notifications', EVENT, 'only to themselves'],
	['MODULE_ID_ERROR', 'Module ID format error', EVENT, 'module ID'],
	['COMMAND_ERROR', 'Command format error', EVENT, 'the command'],
	['PARAMS_ERROR', 'Params format error', EVENT, 'parameters of the event'],
	['WRONG_AUTH_TYPE', 'Send push notifications available only', PUSH, 'inbound webhooks'],
	['ACCESS_ERROR', 'You do not have access to send push', PUSH, 'Only an administrator'],
	['TEXT_ERROR', "Text can't be empty", PUSH, 'text of the push notification'],
	['EMPTY_APP_NAME', 'For send push-notification application name', PUSH, 'has no name'],
	['WRONG_AUTH_TYPE', CONTEXT, CONFIG, 'inbound webhooks'],
	['SERVER_ERROR', 'Push & Pull server is not configured', CONFIG, 'not set up'],
];

/** docs/reference/bitrix24.md#event-bind-checks, docs/reference/bitrix24.md#unbind: event handlers. */
const EVENTS: Row[] = [
	['WRONG_AUTH_TYPE', 'Current authorization type is denied', BIND, 'inbound webhooks'],
	['ACCESS_DENIED', `Event binding with AUTH_TYPE ${ADMIN}`, BIND, 'on behalf of another user'],
	['ACCESS_DENIED', `Event unbinding with AUTH_TYPE ${ADMIN}`, UNBIND, 'on behalf of another user'],
	['ERROR_ARGUMENT', "Argument 'EVENT' is null or empty", BIND, 'the value of'],
	['ERROR_ARGUMENT', 'Value must be one of {online|offline}', BIND, 'the value of'],
	['ACCESS_DENIED', `Offline events binding ${ADMIN}`, BIND, 'offline events'],
	['ACCESS_DENIED', `Offline events unbinding ${ADMIN}`, UNBIND, 'offline events'],
	['ERROR_WRONG_HANDLER_URL', 'Wrong handler URL', BIND, 'address of the handler'],
	['ERROR_UNSUPPORTED_PROTOCOL', 'Unsupported handler protocol', BIND, 'https:// or http://'],
	['ERROR_EVENT_NOT_FOUND', 'Event not found', BIND, 'know the event ONCRMDEALADD, or'],
	['ERROR_ARGUMENT', 'Offline event cannot be registered for this event.', BIND, 'offline event'],
	['ERROR_CORE', `${HANDLER} Handler already binded`, BIND, 'bound to the event ONCRMDEALADD'],
	[
		'ERROR_CORE',
		`${HANDLER} Process of binding the handler has already started`,
		BIND,
		'at the moment',
	],
	['WRONG_LICENSE', `${LICENSE} rest_auth_connector`, BIND, 'source key'],
];

/** docs/reference/bitrix24.md#offline-events: the queue of offline events. */
const QUEUE: Row[] = [
	...['get', 'list', 'clear', 'error'].flatMap((verb): Row[] => [
		['WRONG_AUTH_TYPE', 'Current authorization type', `event.offline.${verb}`, 'inbound webhooks'],
		['ACCESS_DENIED', 'Access denied!', `event.offline.${verb}`, 'Only an administrator'],
		['WRONG_LICENSE', `${LICENSE} auth_connector`, `event.offline.${verb}`, 'source key'],
	]),
	['WRONG_LICENSE', `${LICENSE} extended offline events handling`, TAKE, 'the confirmation of'],
	['WRONG_LICENSE', `${LICENSE} X`, TAKE, 'plan does not include event.offline.get'],
	['ERROR_ARGUMENT', 'Value must be positive integer', TAKE, 'the value of'],
	['ERROR_ARGUMENT', 'Value must be array of MESSAGE_ID values', CLEAR, 'the value of'],
	['ACCESS_DENIED', 'REST is available only on commercial plans.', TAKE, 'plan does not include'],
];

/** docs/reference/bitrix24.md#rule-answer: answers to automation rules. */
const ANSWERS: Row[] = [
	['ACCESS_DENIED', 'Access denied!', ANSWER, 'event token'],
	['ACCESS_DENIED', 'Access denied!', LOG, 'event token'],
	['404', 'The business process is not found.', ANSWER, 'has ended or was deleted'],
	['404', 'Бизнес-процесс не найден.', LOG, 'has ended or was deleted'],
	['404', 'The business process is not found.', LOG, 'nothing can be written to its log'],
	['423', 'The workflow is hung or being executed', ANSWER, 'is busy'],
	['423', 'The workflow is hung or being executed', LOG, 'is busy'],
	['ERROR_EMPTY_LOG_MESSAGE', 'Empty log message!', LOG, 'log message is empty'],
];

/** docs/reference/bitrix24.md#automation-rules: automation rules and workflow actions. */
const RULES: Row[] = [
	['ACCESS_DENIED', 'Access denied! Application context required', ROBOT, 'for applications only'],
	['ACCESS_DENIED', 'Access denied!', ROBOT, 'Only an administrator'],
	['ACCESS_DENIED', 'Access denied!', 'bizproc.activity.list', 'Only an administrator'],
	['ERROR_METHOD_NOT_FOUND', 'Method not found!', ROBOT, 'does not know the method'],
	[INVALID, 'Empty data!', ROBOT, 'has no data'],
	[INVALID, 'Empty activity code!', ROBOT, 'code of the rule is empty'],
	[INVALID, 'Wrong activity code!', ROBOT, 'does not accept the code that was given'],
	['ERROR_WRONG_HANDLER_URL', 'Wrong handler URL', ROBOT, 'address of the handler'],
	['ERROR_UNSUPPORTED_PROTOCOL', 'Unsupported handler protocol', ROBOT, 'https:// or http://'],
	[INVALID, 'Empty activity NAME!', ROBOT, 'name of the rule is empty'],
	[INVALID, 'Wrong properties array!', ROBOT, 'fields or return values'],
	[INVALID, 'Wrong property key (1st)!', ROBOT, 'ID of a field or return value'],
	[INVALID, 'Empty property NAME (a)!', ROBOT, 'has no name'],
	[INVALID, 'Wrong activity DOCUMENT_TYPE!', 'bizproc.activity.add', 'document type'],
	[INVALID, 'Wrong activity FILTER!', ROBOT, 'filter of document types'],
	['ERROR_ACTIVITY_ALREADY_INSTALLED', 'Activity or Robot already installed!', ROBOT, 'already'],
	['ERROR_ACTIVITY_ADD_FAILURE', 'Activity or Robot already added!', ROBOT, 'at the moment'],
	['ERROR_ACTIVITY_ADD_FAILURE', 'Activity save error!', ROBOT, 'could not save'],
	[INVALID, 'Activity save error!', 'bizproc.robot.update', 'could not save'],
	[INVALID, 'No fields to update', 'bizproc.robot.update', 'Nothing to change'],
	[NOT_INSTALLED, 'Activity or Robot not found!', 'bizproc.robot.delete', 'no automation rule'],
	[NOT_INSTALLED, 'Activity or Robot not found!', 'bizproc.activity.update', 'no workflow action'],
];

/** Business processes, as the official documentation of their methods has it. */
const PROCESSES: Row[] = [
	['ACCESS_DENIED', 'Access denied!', START, 'Only an administrator'],
	['ACCESS_DENIED', 'Access denied!', TERMINATE, 'Only an administrator'],
	['ACCESS_DENIED', 'Access denied!', 'bizproc.workflow.instances', 'Only an administrator'],
	['ACCESS_DENIED', 'Access denied!', 'bizproc.workflow.template.list', 'Only an administrator'],
	['ERROR_WRONG_WORKFLOW_ID', 'Empty TEMPLATE_ID', START, 'No template'],
	['ERROR_WRONG_WORKFLOW_ID', 'Template not found', START, 'does not exist on the portal'],
	['', 'Wrong DOCUMENT_ID!', START, 'does not exist'],
	['', 'Incorrect document type!', START, 'the kind of document'],
	['', 'Template type and DOCUMENT_ID mismatch!', START, 'another kind of document'],
	['ERROR_WRONG_WORKFLOW_ID', 'Empty workflow instance ID', TERMINATE, 'No business process'],
	['', 'The business process is not found.', TERMINATE, 'has already ended'],
	['404', 'The business process is not found.', TERMINATE, 'has already ended'],
	['', 'The workflow is hung or being executed', TERMINATE, 'being executed'],
	['423', 'The workflow is hung or being executed', TERMINATE, 'being executed'],
];

export const REFUSALS: readonly Row[] = [
	...OAUTH,
	...SYSTEM,
	...PULL,
	...EVENTS,
	...QUEUE,
	...ANSWERS,
	...RULES,
	...PROCESSES,
];
