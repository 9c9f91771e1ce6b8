import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { searchUsers } from './methods/listSearch';
import { automationForm } from './triggers/automation/form';
import { receiveRule } from './triggers/automation/incoming';
import { isRuleRegistered, registerRule, unregisterRule } from './triggers/automation/registration';
import { webhookDescription } from './triggers/portalCall';

export class Bitrix24AutomationTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Bitrix24 Automation Trigger',
		name: 'bitrix24AutomationTrigger',
		icon: { light: 'file:../../icons/bitrix24.svg', dark: 'file:../../icons/bitrix24.dark.svg' },
		group: ['trigger'],
		// Version 2 from the start: for version 1, n8n evaluates one more expression for every call.
		version: 2,
		subtitle: '={{ $parameter["ruleName"] }}',
		description:
			'Adds an automation rule or a workflow action to Bitrix24, and starts the workflow when it runs',
		eventTriggerDescription: 'Waiting for Bitrix24 to run the test rule',
		activationMessage: 'The rule is now in Bitrix24 and calls this workflow when it runs.',
		defaults: { name: 'Bitrix24 Automation Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'bitrix24OAuth2Api', required: true }],
		webhooks: [webhookDescription],
		triggerPanel: {
			header: 'Let Bitrix24 run the rule',
			executionsHelp: {
				inactive:
					'<b>While building</b>, press Execute step: Bitrix24 then has a second rule, marked "(test)". Add it to the automation of a deal and let it run. Bitrix24 must be able to reach this n8n from the internet.<br /><br /><b>When you are done</b>, publish the workflow: the trigger then adds the rule permanently.',
				active:
					'<b>While building</b>, press Execute step: Bitrix24 then has a second rule, marked "(test)". The published workflow continues to answer the rule itself.<br /><br /><b>Published workflows</b> run by themselves; see the list of executions.',
			},
			activationHint: {
				active: 'The workflow is published: Bitrix24 calls it whenever the rule runs.',
				inactive: 'Publish the workflow to add the rule to Bitrix24 permanently.',
			},
		},
		properties: automationForm,
	};

	methods = {
		listSearch: { searchUsers },
	};

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await isRuleRegistered(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				await registerRule(this);
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				await unregisterRule(this);
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveRule(this);
	}
}
