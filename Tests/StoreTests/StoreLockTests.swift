import Glibc
import Testing

@testable import Store

@Suite struct StoreLockTests {
    @Test func aLockIsHeldUntilItIsReleased() throws {
        let file = try TemporaryFolder().file()
        let lock = try StoreLock.acquire(for: file)
        #expect(throws: StoreError.locked(file: file, holder: getpid())) { try StoreLock.acquire(for: file) }
        lock.release()
        lock.release()
        let next = try StoreLock.acquire(for: file)
        #expect(throws: StoreError.self) { try StoreLock.acquire(for: file) }
        next.release()
    }

    @Test func aForgottenLockReleasesItself() throws {
        let file = try TemporaryFolder().file()
        for _ in 0..<3 { _ = try StoreLock.acquire(for: file) }
    }

    @Test func theHoldersNumberIsReplacedWhole() throws {
        let file = try TemporaryFolder().file()
        try TemporaryFolder.write(Array("123456789012345\n".utf8), to: StoreLock.path(of: file))
        let lock = try StoreLock.acquire(for: file)
        #expect(try TemporaryFolder.bytes(of: StoreLock.path(of: file)) == Array("\(getpid())\n".utf8))
        lock.release()
    }

    @Test func anUnreadableHolderIsUnknown() throws {
        let file = try TemporaryFolder().file()
        let lock = try StoreLock.acquire(for: file)
        try TemporaryFolder.overwrite(StoreLock.path(of: file), with: Array("who?".utf8))
        #expect(throws: StoreError.locked(file: file, holder: nil)) { try StoreLock.acquire(for: file) }
        lock.release()
    }

    @Test func storesDoNotShareALock() throws {
        let folder = try TemporaryFolder()
        let first = try StoreLock.acquire(for: folder.file("a.sqlite"))
        let second = try StoreLock.acquire(for: folder.file("b.sqlite"))
        first.release()
        second.release()
    }
}
