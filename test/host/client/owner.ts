import type { Session } from './session';

export interface Owner {
	email: string;
	firstName: string;
	lastName: string;
	/** 8 to 64 characters with a digit and a capital letter. */
	password: string;
}

/** The owner that a test or the demo uses where it does not matter who that is. */
export const DEFAULT_OWNER: Owner = {
	email: 'owner@example.com',
	firstName: 'Olga',
	lastName: 'Owner',
	password: 'Owner-of-n8n-1',
};

export const ownerCalls = (session: Session) => ({
	/** Creates the owner of a new n8n and signs in. */
	async setupOwner(owner: Owner = DEFAULT_OWNER): Promise<void> {
		await session.call('POST', '/owner/setup', owner);
	},

	/** Signs in at an n8n that has an owner. */
	async login({
		email,
		password,
	}: Pick<Owner, 'email' | 'password'> = DEFAULT_OWNER): Promise<void> {
		await session.call('POST', '/login', { emailOrLdapLoginId: email, password });
	},
});
