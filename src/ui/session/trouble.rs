//! Anything that can go wrong around the session, kept as data until a screen says it.

use crate::{
    api::error::ApiError,
    device::DeviceError,
    sync::{
        engine::SyncError,
        ports::{NetError, StoreError},
    },
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    Device(DeviceError),
    Store(StoreError),
    Sync(SyncError),
    Api(ApiError),
}

impl Trouble {
    /// Only a signal is missing: normal in the street.
    pub fn is_no_signal(&self) -> bool {
        matches!(
            self,
            Trouble::Sync(SyncError::Net { error: NetError::Unreachable })
                | Trouble::Api(ApiError::Unreachable)
        )
    }

    /// The login has ended.
    pub fn is_login(&self) -> bool {
        matches!(
            self,
            Trouble::Sync(SyncError::Net { error: NetError::Unauthorized })
                | Trouble::Api(ApiError::NotLoggedIn | ApiError::MustChangePassword)
        )
    }
}

impl From<DeviceError> for Trouble {
    fn from(error: DeviceError) -> Trouble {
        Trouble::Device(error)
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Trouble {
        Trouble::Store(error)
    }
}

impl From<SyncError> for Trouble {
    fn from(error: SyncError) -> Trouble {
        Trouble::Sync(error)
    }
}

impl From<ApiError> for Trouble {
    fn from(error: ApiError) -> Trouble {
        Trouble::Api(error)
    }
}
