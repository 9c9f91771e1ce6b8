import { localName, ruleProperties } from '../automation/rule';
import { asMap, integer, isArray, isEmpty, type PhpMap, text, upperCaseKeys } from '../php/values';
import type { Application } from '../portal/application';
import type { Access, MethodCall, RestMethod } from '../rest/method';
import { accessDenied, RestError } from '../rest/restError';
import { checkHandlerAddress } from './handlerAddress';

/** `bizproc.robot.add`, `.list` and `.delete` (rest.md 7.1, 7.2). */
export const ROBOT_METHODS: readonly RestMethod[] = [
	{ name: 'bizproc.robot.add', scope: 'bizproc', run: addRobot },
	{ name: 'bizproc.robot.list', scope: 'bizproc', run: listRobots },
	{ name: 'bizproc.robot.delete', scope: 'bizproc', run: deleteRobot },
];

const MAX_CODE_LENGTH = 128;

/** Checks in the order of rest.md 7.1. */
function addRobot({ portal, access, params }: MethodCall) {
	const { clientId } = requireAdministratorOfApplication(access);
	if (isEmpty(params)) throw invalid('Empty data!');
	const fields = upperCaseKeys(params);
	const code = checkedCode(fields);
	checkHandlerAddress(text(fields.HANDLER));
	if (isEmpty(fields.NAME)) throw invalid('Empty activity NAME!');
	checkProperties(fields.PROPERTIES);
	checkProperties(fields.RETURN_PROPERTIES);
	if (fields.FILTER !== undefined && !isArray(fields.FILTER)) {
		throw invalid('Wrong activity FILTER!');
	}
	if (portal.rules.some((rule) => rule.clientId === clientId && rule.code === code)) {
		throw new RestError(
			400,
			'ERROR_ACTIVITY_ALREADY_INSTALLED',
			'Activity or Robot already installed!',
		);
	}
	portal.keep(portal.rules, {
		code,
		name: localName(fields.NAME),
		handler: text(fields.HANDLER),
		clientId,
		authUserId: integer(fields.AUTH_USER_ID),
		useSubscription: subscription(fields.USE_SUBSCRIPTION),
		properties: ruleProperties(asMap(fields.PROPERTIES)),
		returnProperties: ruleProperties(asMap(fields.RETURN_PROPERTIES)),
		filter: fields.FILTER,
	});
	return { result: true };
}

function listRobots({ portal, access }: MethodCall) {
	const application = requireAdministratorOfApplication(access);
	const own = portal.rules.filter(({ clientId }) => clientId === application.clientId);
	return { result: own.map(({ code }) => code) };
}

function deleteRobot({ portal, access, params }: MethodCall) {
	const { clientId } = requireAdministratorOfApplication(access);
	const code = checkedCode(upperCaseKeys(params));
	const position = portal.rules.findIndex(
		(rule) => rule.clientId === clientId && rule.code === code,
	);
	if (position < 0) {
		throw new RestError(400, 'ERROR_ACTIVITY_NOT_FOUND', 'Activity or Robot not found!');
	}
	portal.rules.splice(position, 1);
	portal.changes.announce();
	return { result: true };
}

function requireAdministratorOfApplication({ application, user }: Access): Application {
	if (!application) throw accessDenied('Application context required');
	if (!user.admin) throw accessDenied();
	return application;
}

function checkedCode(fields: PhpMap): string {
	if (isEmpty(fields.CODE)) throw invalid('Empty activity code!');
	const code = text(fields.CODE);
	if (!/^[a-z0-9.\-_]+$/i.test(code) || code.length > MAX_CODE_LENGTH) {
		throw invalid('Wrong activity code!');
	}
	return code;
}

function checkProperties(properties: unknown): void {
	if (isEmpty(properties)) return;
	if (!isArray(properties)) throw invalid('Wrong properties array!');
	for (const [key, property] of Object.entries(properties)) {
		if (!/^[a-z][a-z0-9_]*$/i.test(key)) throw invalid(`Wrong property key (${key})!`);
		if (isEmpty(upperCaseKeys(asMap(property)).NAME)) {
			throw invalid(`Empty property NAME (${key})!`);
		}
	}
}

function subscription(value: unknown): 'Y' | 'N' | '' {
	if (isEmpty(value)) return '';
	return value === 'Y' ? 'Y' : 'N';
}

function invalid(description: string): RestError {
	return new RestError(400, 'ERROR_ACTIVITY_VALIDATION_FAILURE', description);
}
