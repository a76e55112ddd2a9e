metadata description = 'Storage of the Functions host, the deployed package and the tables. No keys, no anonymous access.'

param name string
param skuName string
param isPrivate bool
param deploymentContainerName string
param location string
param tags object

// The app makes missing tables too. Here they are made ready, so that the first start is a fast one.
var tables = [
  'anchors'
  'slackIds'
  'scope'
  'waiting'
  'escrows'
  'dirty'
  'deletions'
  'deadLetters'
  'unannounced'
  'cycles'
  'job'
  'requests'
  'insights'
  'provisioningLogs'
  'provisioningLogsByObject'
]

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: skuName }
  properties: {
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'

    resource deployments 'containers' = {
      name: deploymentContainerName
      properties: { publicAccess: 'None' }
    }
  }

  resource tableService 'tableServices' = {
    name: 'default'

    resource table 'tables' = [for tableName in tables: { name: tableName }]
  }
}
