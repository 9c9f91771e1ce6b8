import { asMap, isArray, isEmpty, type PhpMap, text, upperCaseKeys } from '../php/values';
import type { Portal } from '../portal/portal';
import type { SandboxUser } from '../portal/users';
import type { Access, MethodCall, RestMethod } from '../rest/method';
import { matchesFilter, pageOf, sortRecords } from './listQuery';

const USER_SCOPES = ['user', 'user_basic', 'user_brief'];

/**
 * `user.get`, `user.search`, `user.current`, `user.admin` and `profile`
 * (docs/reference/bitrix24.md#discovery).
 */
export const USER_METHODS: readonly RestMethod[] = [
	{ name: 'user.get', scope: USER_SCOPES, run: getUsers },
	{ name: 'user.search', scope: USER_SCOPES, run: searchUsers },
	{
		name: 'user.current',
		scope: USER_SCOPES,
		run: ({ portal, access }) => ({ result: shownUser(portal, access.user, access) }),
	},
	{
		name: 'user.admin',
		scope: 'basic',
		run: ({ access }) => ({ result: access.user.admin }),
	},
	{
		name: 'profile',
		scope: 'basic',
		run: ({ access: { user } }) => ({
			result: {
				ID: String(user.id),
				ADMIN: user.admin,
				NAME: user.name,
				LAST_NAME: user.lastName,
				PERSONAL_GENDER: '',
				TIME_ZONE: '',
			},
		}),
	},
];

/** A FILTER replaces the fields of the query as filter; sorting needs both sort and order. */
function getUsers({ portal, access, params, start }: MethodCall) {
	const fields = upperCaseKeys(params);
	const filter = upperCaseKeys(isArray(fields.FILTER) ? asMap(fields.FILTER) : fields);
	const users = portal.users
		.map((user) => shownUser(portal, user, access))
		.filter((user) => matchesUserFilter(user, filter));
	const sorted =
		isEmpty(fields.SORT) || isEmpty(fields.ORDER)
			? users
			: sortRecords(users, text(fields.SORT), text(fields.ORDER));
	return pageOf(
		sorted.map((user) => selected(user, fields.SELECT)),
		start,
	);
}

/** The same with FIND, words that names and position begin with. */
function searchUsers(call: MethodCall) {
	const { FIND, ...fields } = upperCaseKeys(call.params);
	const filter = isArray(fields.FILTER) ? asMap(fields.FILTER) : fields;
	const found = isEmpty(FIND) ? filter : { ...filter, NAME_SEARCH: FIND };
	return getUsers({ ...call, params: { ...fields, FILTER: found } });
}

function matchesUserFilter(user: PhpMap, filter: PhpMap): boolean {
	const { ACTIVE, NAME_SEARCH, ...rest } = filter;
	const activeMatches = ACTIVE === undefined || user.ACTIVE === isYes(ACTIVE);
	const words = text(NAME_SEARCH).toLowerCase().split(/\s+/).filter(Boolean);
	const searched = `${text(user.NAME)} ${text(user.LAST_NAME)} ${text(user.WORK_POSITION)}`;
	const nameMatches = words.every((word) =>
		searched
			.toLowerCase()
			.split(' ')
			.some((part) => part.startsWith(word)),
	);
	return activeMatches && nameMatches && matchesFilter(user, rest);
}

/** A user as the token's permissions show it: user_brief has no EMAIL. */
function shownUser(portal: Portal, user: SandboxUser, { scopes }: Access): PhpMap {
	const withEmail = scopes.includes('user') || scopes.includes('user_basic');
	return {
		ID: String(user.id),
		ACTIVE: user.active,
		NAME: user.name,
		LAST_NAME: user.lastName,
		...(withEmail ? { EMAIL: user.email } : {}),
		IS_ONLINE: user.id === portal.currentUserId ? 'Y' : 'N',
		PERSONAL_GENDER: '',
		WORK_POSITION: user.workPosition,
		UF_DEPARTMENT: [1],
		USER_TYPE: user.userType,
	};
}

function selected(user: PhpMap, select: unknown): PhpMap {
	const wanted = Object.values(asMap(select)).map(text);
	if (wanted.length === 0 || wanted.includes('*')) return user;
	return Object.fromEntries(
		Object.entries(user).filter(
			([key]) =>
				key === 'ID' || wanted.includes(key) || (key.startsWith('UF_') && wanted.includes('UF_*')),
		),
	);
}

function isYes(value: unknown): boolean {
	return value === true || ['true', 'Y', '1'].includes(text(value));
}
