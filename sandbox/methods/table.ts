import { batchMethod } from '../rest/batch';
import type { MethodTable } from '../rest/method';
import { CRM_METHODS } from './crm';
import { DISCOVERY_METHODS } from './discovery';
import { EVENT_BINDING_METHODS } from './eventBind';
import { EVENT_METHODS } from './events';
import { PULL_METHODS } from './pull';
import { ROBOT_METHODS } from './robots';
import { RULE_ANSWER_METHODS } from './ruleAnswers';
import { USER_METHODS } from './users';

/** Every method of the portal. */
export const METHODS: MethodTable = new Map(
	[
		batchMethod,
		...DISCOVERY_METHODS,
		...USER_METHODS,
		...PULL_METHODS,
		...EVENT_BINDING_METHODS,
		...EVENT_METHODS,
		...ROBOT_METHODS,
		...RULE_ANSWER_METHODS,
		...CRM_METHODS,
	].map((method) => [method.name, method]),
);
