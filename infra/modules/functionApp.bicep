metadata description = 'The function app on Flex Consumption, with every setting that it reads (README, Settings).'

param name string
param planName string
param identityName string
param storageAccountName string
param deploymentContainerName string
param serviceBusNamespaceName string
param keyVaultName string
param applicationInsightsName string
param location string
param tags object

param nodeVersion string
param instanceMemoryMB int
param maximumInstanceCount int
param alwaysReadyWebhook int
param alwaysReadyWorker int
param zoneRedundant bool
@description('Empty: no virtual network.')
param subnetId string

param tenantId string
param slackServicePrincipalId string
param adminClientId string
param graphBaseUrl string
param notificationUrl string
param notifySender string
param notifyInSlack bool
param slackScimBaseUrl string
param slackOAuthBaseUrl string
param slackClientId string
param provisioningConfig string

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' existing = {
  name: identityName
}

resource storage 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: storageAccountName
}

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: serviceBusNamespaceName
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: keyVaultName
}

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: applicationInsightsName
}

// What the Functions host reads. Service addresses rather than the account's name, which holds in the public cloud only.
var hostSettings = {
  AzureWebJobsStorage__blobServiceUri: storage.properties.primaryEndpoints.blob
  AzureWebJobsStorage__queueServiceUri: storage.properties.primaryEndpoints.queue
  AzureWebJobsStorage__tableServiceUri: storage.properties.primaryEndpoints.table
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identity.properties.clientId
  ServiceBusConnection__credential: 'managedidentity'
  ServiceBusConnection__clientId: identity.properties.clientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsights.properties.ConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'
}

// What the app reads. ServiceBusConnection is read by both.
var appSettings = {
  ServiceBusConnection__fullyQualifiedNamespace: split(
    replace(namespace.properties.serviceBusEndpoint, 'https://', ''),
    ':'
  )[0]
  TABLES_ENDPOINT: storage.properties.primaryEndpoints.table
  KEY_VAULT_URL: vault.properties.vaultUri
  AZURE_CLIENT_ID: identity.properties.clientId
  AZURE_AUTHORITY_HOST: environment().authentication.loginEndpoint
  ENTRA_TENANT_ID: tenantId
  GRAPH_BASE_URL: graphBaseUrl
  GRAPH_CLIENT_STATE: '@Microsoft.KeyVault(SecretUri=${vault.properties.vaultUri}secrets/graph-client-state)'
  SLACK_SCIM_BASE_URL: slackScimBaseUrl
  SLACK_OAUTH_BASE_URL: slackOAuthBaseUrl
  PROVISIONING_CONFIG: provisioningConfig
  ADMIN_AUTH: empty(adminClientId) ? 'key' : 'entra'
}

var optionalSettings = union(
  empty(slackServicePrincipalId) ? {} : { SLACK_APP_SERVICE_PRINCIPAL_ID: slackServicePrincipalId },
  empty(notificationUrl) ? {} : { NOTIFICATION_URL: notificationUrl },
  empty(notifySender) ? {} : { NOTIFY_SENDER: notifySender },
  notifyInSlack
    ? { NOTIFY_SLACK_WEBHOOK: '@Microsoft.KeyVault(SecretUri=${vault.properties.vaultUri}secrets/slack-webhook)' }
    : {},
  empty(slackClientId)
    ? {}
    : {
        SLACK_CLIENT_ID: slackClientId
        SLACK_CLIENT_SECRET: '@Microsoft.KeyVault(SecretUri=${vault.properties.vaultUri}secrets/slack-client-secret)'
      }
)

// The webhook's group is that of all HTTP functions; the worker is a function of its own. Over zones it takes two at least
// (flex-consumption-plan).
var fewestAlwaysReady = zoneRedundant ? 2 : 1
var alwaysReady = [
  { name: 'http', wanted: alwaysReadyWebhook }
  { name: 'function:processChange', wanted: alwaysReadyWorker }
]

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { tier: 'FlexConsumption', name: 'FC1' }
  properties: { reserved: true, zoneRedundant: zoneRedundant }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    // Graph must reach the webhook; what else the app serves asks for a key or a sign-in.
    publicNetworkAccess: 'Enabled'
    keyVaultReferenceIdentity: identity.id
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      http20Enabled: true
      remoteDebuggingEnabled: false
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}${deploymentContainerName}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      runtime: { name: 'node', version: nodeVersion }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: map(
          filter(alwaysReady, group => group.wanted > 0),
          group => { name: group.name, instanceCount: max(group.wanted, fewestAlwaysReady) }
        )
      }
    }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: union(hostSettings, appSettings, optionalSettings)
  }

  resource signIn 'config' = if (!empty(adminClientId)) {
    name: 'authsettingsV2'
    properties: {
      platform: { enabled: true }
      globalValidation: {
        requireAuthentication: true
        unauthenticatedClientAction: 'RedirectToLoginPage'
        redirectToProvider: 'azureactivedirectory'
        // Called by Graph and by Slack; the app checks clientState and state itself.
        excludedPaths: ['/api/graph/notifications', '/api/slack/callback']
      }
      httpSettings: { requireHttps: true }
      identityProviders: {
        azureActiveDirectory: {
          enabled: true
          registration: {
            clientId: adminClientId
            openIdIssuer: '${environment().authentication.loginEndpoint}${tenantId}/v2.0'
          }
          validation: { allowedAudiences: [adminClientId, 'api://${adminClientId}'] }
        }
      }
      // The app needs who somebody is, not their tokens.
      login: { tokenStore: { enabled: false } }
    }
  }

  // Publishing with a user name and password is off: only Entra identities deploy.
  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

output url string = 'https://${app.properties.defaultHostName}'
