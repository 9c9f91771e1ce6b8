/** A user of the portal. */
export interface SandboxUser {
	id: number;
	/** Portal administrator. */
	admin: boolean;
	/** false: fired. Tokens of a fired user no longer work. */
	active: boolean;
	name: string;
	lastName: string;
	workPosition: string;
	email: string;
	/** What `user.get` filters by as USER_TYPE. */
	userType: 'employee' | 'extranet';
}

type Person = [
	name: string,
	lastName: string,
	workPosition: string,
	traits?: Partial<Pick<SandboxUser, 'admin' | 'active' | 'userType'>>,
];

const PEOPLE: readonly Person[] = [
	['Alice', 'Weber', 'Administrator', { admin: true }],
	['Boris', 'Novak', 'Head of Sales', { admin: true }],
	['Carla', 'Rossi', 'Account Manager'],
	['David', 'Okafor', 'Account Manager'],
	['Elena', 'Petrova', 'Support Engineer'],
	['Felix', 'Braun', 'Accountant'],
	['Grace', 'Lindqvist', 'Marketing Manager'],
	['Hugo', 'Martin', 'Sales Trainee', { active: false }],
	['Ines', 'Duarte', 'Agency Partner', { userType: 'extranet' }],
];

/** The users of a new portal: the administrator has id 1, user 8 is fired, user 9 is extranet. */
export function demoUsers(): SandboxUser[] {
	return PEOPLE.map(([name, lastName, workPosition, traits], position) => ({
		id: position + 1,
		admin: false,
		active: true,
		name,
		lastName,
		workPosition,
		email: `${name.toLowerCase()}@company.example`,
		userType: 'employee',
		...traits,
	}));
}
