metadata description = 'The vault with the app\'s secrets. Access by role only; who read what is logged.'

param name string
param isPrivate bool
param logAnalyticsName string
param location string
param tags object

@secure()
@description('Written once; what is in the vault stays at later deployments.')
param graphClientState string

@secure()
@description('Empty: what is in the vault stays.')
param slackToken string

@secure()
@description('Empty: what is in the vault stays.')
param slackClientSecret string

@secure()
@description('Empty: what is in the vault stays.')
param slackWebhook string

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' existing = {
  name: logAnalyticsName
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    enabledForDeployment: false
    enabledForDiskEncryption: false
    enabledForTemplateDeployment: false
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
    }
  }

  @onlyIfNotExists()
  resource clientState 'secrets' = {
    name: 'graph-client-state'
    properties: { value: graphClientState, contentType: 'text/plain' }
  }

  resource token 'secrets' = if (!empty(slackToken)) {
    name: 'slack-token'
    properties: { value: slackToken, contentType: 'text/plain' }
  }

  resource clientSecret 'secrets' = if (!empty(slackClientSecret)) {
    name: 'slack-client-secret'
    properties: { value: slackClientSecret, contentType: 'text/plain' }
  }

  resource webhook 'secrets' = if (!empty(slackWebhook)) {
    name: 'slack-webhook'
    properties: { value: slackWebhook, contentType: 'text/plain' }
  }
}

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: vault
  properties: {
    workspaceId: workspace.id
    logs: [{ categoryGroup: 'audit', enabled: true }]
  }
}
