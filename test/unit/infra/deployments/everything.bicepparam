using '../../../../infra/main.bicep'

// Everything that can be switched on.
param slackServicePrincipalId = '3f2504e0-4f89-41d3-9a0c-0305e82c3301'
param slackScimBaseUrl = 'https://api.slack-gov.com/scim/v1'
param slackOAuthBaseUrl = 'https://slack-gov.com'
param slackClientId = '1234567890.1234567890'
param slackClientSecret = 'made-up client secret'
param slackToken = 'made-up token'
param graphClientState = 'made-up client state'
param graphBaseUrl = 'https://dod-graph.microsoft.us'
param notificationUrl = 'https://provisioning.contoso.com'
param adminClientId = '0b7f1c3e-7f8d-4c55-9d0e-2f4a6b8c9d10'
param notifySender = 'provisioning@contoso.com'
param notifyInSlack = true
param slackWebhook = 'https://hooks.slack.com/services/T000/B000/made-up'
param alertEmails = ['identity@contoso.com', 'oncall@contoso.com']
param alertActionGroupIds = [
  '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/ops/providers/Microsoft.Insights/actionGroups/pager'
]
param nodeVersion = '22'
param instanceMemoryMB = 512
param alwaysReadyWebhook = 0
param alwaysReadyWorker = 1
param zoneRedundant = true
param storageSku = 'Standard_ZRS'
param serviceBusSku = 'Premium'
param privateNetwork = true
param tags = { environment: 'test' }
