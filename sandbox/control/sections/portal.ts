import { integer } from '../../php/values';
import { expect, type Section } from '../action';

/** The head of the page: the portal, its users and which of them is signed in. */
export const portalSection: Section = {
	state: (portal) => ({
		url: portal.address.origin,
		memberId: portal.memberId,
		users: portal.users,
		currentUserId: portal.currentUserId,
	}),
	actions: [
		{
			httpMethod: 'POST',
			path: 'signed-in',
			run: ({ portal, fields }) => {
				const user = expect(portal.findUser(integer(fields.userId)), 'There is no such user.');
				expect(user.active, `${user.name} ${user.lastName} was fired and cannot sign in.`);
				portal.currentUserId = user.id;
			},
		},
	],
};
